#include "store/sql/sql_store.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/sql/claim.h"
#include "store/sql/engine.h"
#include "store/sql/ledger.h"
#include "store/sql/lookup.h"
#include "store/sql/options.h"
#include "store/sql/session_use.h"
#include "store/sql/write_request.h"

namespace store::sql {
namespace {

struct CreateUser {
    chat::NewUser user;

    Ledger::Answer<chat::Known> operator()(Ledger& ledger) const {
        return ledger.create_user(user);
    }
    /// That no account has the name holds as long as nobody claims everything.
    void tell(Claim& claim) const { claim.rooms.push_back(user.first_room.value()); }
};

struct SetRead {
    chat::UserId user;
    chat::RoomId room;
    chat::Seq seq = 0;

    Ledger::Answer<chat::Membership> operator()(Ledger& ledger) const {
        return ledger.set_read(user, room, seq);
    }
    void tell(Claim& claim) const {
        claim.rooms.push_back(room.value());
        claim.users.push_back(user.value());
    }
};

}  // namespace

SqlStore::SqlStore(std::unique_ptr<Engine> engine, const Options& options,
                   const Surroundings& surroundings)
    : engine_(std::move(engine)),
      clock_(surroundings.clock),
      metrics_(surroundings.metrics),
      writer_(*engine_, options,
              {surroundings.replies, surroundings.clock, surroundings.log, metrics_}),
      reader_(*engine_, options, writer_,
              {surroundings.replies, surroundings.clock, surroundings.log, metrics_}) {}

SqlStore::~SqlStore() {
    close_connections();
}

void SqlStore::close_connections() {
    // The reader waits for the writer's decisions, which the writer makes to the last.
    reader_.close();
    writer_.close();
}

void SqlStore::append(chat::Append append, chat::StoreReply<chat::Appended> reply) {
    writer_.submit(
        std::make_unique<AppendRequest>(std::move(append), std::move(reply), clock_.now()));
}

void SqlStore::page(chat::PageRequest request, chat::StoreReply<chat::Page> reply) {
    reader_.submit<chat::Page>(
        [request = std::move(request)](Lookup& lookup) { return lookup.page(request); },
        std::move(reply));
}

void SqlStore::create_room(chat::Room room, chat::User creator,
                           chat::StoreReply<chat::Room> reply) {
    writer_.submit(make_write_request<chat::Room>(
        [room = std::move(room), creator = std::move(creator)](Ledger& ledger) {
            return ledger.create_room(room, creator);
        },
        std::move(reply)));
}

void SqlStore::rooms(chat::StoreReply<std::vector<chat::Room>> reply) {
    using Rooms = std::vector<chat::Room>;
    reader_.submit<Rooms>([](Lookup& lookup) { return Lookup::Answer<Rooms>(lookup.rooms()); },
                          std::move(reply));
}

void SqlStore::create_user(chat::NewUser user, chat::StoreReply<chat::Known> reply) {
    writer_.submit(make_write_request<chat::Known>(CreateUser{std::move(user)}, std::move(reply)));
}

void SqlStore::find_user(chat::TokenHash token, base::WallTime now,
                         chat::StoreReply<std::optional<chat::Known>> reply) {
    using Found = std::optional<chat::Known>;
    reader_.submit<Found>(
        [token = std::move(token), now,
         &writer = writer_](Lookup& lookup) -> Lookup::Answer<Found> {
            auto holder = lookup.find_user(token, now);
            if (!holder) return std::nullopt;
            use_session(holder->session, token, now, writer);
            return std::move(holder->known);
        },
        std::move(reply));
}

void SqlStore::rename_user(chat::UserId user, std::string nickname, std::string name_key,
                           chat::StoreReply<chat::User> reply) {
    change_profile(std::move(user), {.nickname = std::move(nickname)}, std::move(name_key),
                   std::move(reply));
}

void SqlStore::set_read(chat::UserId user, chat::RoomId room, chat::Seq seq,
                        chat::StoreReply<chat::Membership> reply) {
    writer_.submit(make_write_request<chat::Membership>(
        SetRead{std::move(user), std::move(room), seq}, std::move(reply)));
}

void SqlStore::first_at(chat::RoomId room, base::WallTime time,
                        chat::StoreReply<chat::FoundTime> reply) {
    reader_.submit<chat::FoundTime>(
        [room = std::move(room), time](Lookup& lookup) { return lookup.first_at(room, time); },
        std::move(reply));
}

}  // namespace store::sql
