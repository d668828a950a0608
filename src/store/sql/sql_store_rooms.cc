// What is asked of a store of rooms and of who is in them.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/sql/claim.h"
#include "store/sql/ledger.h"
#include "store/sql/lookup.h"
#include "store/sql/sql_store.h"
#include "store/sql/write_request.h"

namespace store::sql {
namespace {

struct SetPreference {
    chat::UserId user;
    chat::RoomId room;
    chat::Preference preference;

    Ledger::Answer<chat::Membership> operator()(Ledger& ledger) const {
        return ledger.set_preference(user, room, preference);
    }
    void tell(Claim& claim) const {
        claim.rooms.push_back(room.value());
        claim.users.push_back(user.value());
    }
};

}  // namespace

void SqlStore::open_direct(chat::Room room, std::vector<chat::UserId> people,
                           chat::StoreReply<chat::Opened> reply) {
    writer_.submit(make_write_request<chat::Opened>(
        [room = std::move(room), people = std::move(people)](Ledger& ledger) {
            return ledger.open_direct(room, people);
        },
        std::move(reply)));
}

void SqlStore::find_member(chat::RoomId room, chat::UserId user,
                           chat::StoreReply<std::optional<chat::Member>> reply) {
    reader_.submit<std::optional<chat::Member>>(
        [room = std::move(room), user = std::move(user)](Lookup& lookup) {
            return lookup.members().find(room, user);
        },
        std::move(reply));
}

void SqlStore::roster(chat::RosterRequest request, chat::StoreReply<chat::Roster> reply) {
    reader_.submit<chat::Roster>(
        [request = std::move(request)](Lookup& lookup) { return lookup.members().roster(request); },
        std::move(reply));
}

void SqlStore::ban(chat::RoomId room, chat::Ban ban,
                   chat::StoreReply<std::optional<chat::Event>> reply) {
    writer_.submit(make_write_request<std::optional<chat::Event>>(
        [room = std::move(room), ban = std::move(ban)](Ledger& ledger) {
            return ledger.ban(room, ban);
        },
        std::move(reply)));
}

void SqlStore::lift_ban(chat::RoomId room, chat::UserId user, chat::Named by, base::WallTime time,
                        chat::StoreReply<void> reply) {
    writer_.submit(make_write_request<void>(
        [room = std::move(room), user = std::move(user), by = std::move(by), time](Ledger& ledger) {
            return ledger.lift_ban(room, user, by, time);
        },
        std::move(reply)));
}

void SqlStore::bans(chat::RoomId room, base::WallTime now,
                    chat::StoreReply<std::vector<chat::Ban>> reply) {
    reader_.submit<std::vector<chat::Ban>>(
        [room = std::move(room), now](Lookup& lookup) { return lookup.members().bans(room, now); },
        std::move(reply));
}

void SqlStore::set_preference(chat::UserId user, chat::RoomId room, chat::Preference preference,
                              chat::StoreReply<chat::Membership> reply) {
    writer_.submit(make_write_request<chat::Membership>(
        SetPreference{std::move(user), std::move(room), preference}, std::move(reply)));
}

void SqlStore::find_accounts(std::string key_prefix, std::uint32_t limit,
                             chat::StoreReply<std::vector<chat::User>> reply) {
    using Found = std::vector<chat::User>;
    reader_.submit<Found>(
        [key_prefix = std::move(key_prefix), limit](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.members().find_accounts(key_prefix, limit));
        },
        std::move(reply));
}

}  // namespace store::sql
