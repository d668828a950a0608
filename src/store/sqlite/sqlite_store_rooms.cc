// What is asked of an SQLite store of rooms and of who is in them.
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
#include "store/sqlite/ledger.h"
#include "store/sqlite/lookup.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/sqlite_store_parts.h"
#include "store/sqlite/write_request.h"

namespace store::sqlite {

void SqliteStore::open_direct(chat::Room room, std::vector<chat::UserId> people,
                              chat::StoreReply<chat::Opened> reply) {
    parts_->writer.submit(make_write_request<chat::Opened>(
        [room = std::move(room), people = std::move(people)](Ledger& ledger) {
            return ledger.open_direct(room, people);
        },
        std::move(reply)));
}

void SqliteStore::find_member(chat::RoomId room, chat::UserId user,
                              chat::StoreReply<std::optional<chat::Member>> reply) {
    parts_->reader.submit<std::optional<chat::Member>>(
        [room = std::move(room), user = std::move(user)](Lookup& lookup) {
            return lookup.members().find(room, user);
        },
        std::move(reply));
}

void SqliteStore::roster(chat::RosterRequest request, chat::StoreReply<chat::Roster> reply) {
    parts_->reader.submit<chat::Roster>(
        [request = std::move(request)](Lookup& lookup) { return lookup.members().roster(request); },
        std::move(reply));
}

void SqliteStore::ban(chat::RoomId room, chat::Ban ban,
                      chat::StoreReply<std::optional<chat::Event>> reply) {
    parts_->writer.submit(make_write_request<std::optional<chat::Event>>(
        [room = std::move(room), ban = std::move(ban)](Ledger& ledger) {
            return ledger.ban(room, ban);
        },
        std::move(reply)));
}

void SqliteStore::lift_ban(chat::RoomId room, chat::UserId user, chat::Named by,
                           base::WallTime time, chat::StoreReply<void> reply) {
    parts_->writer.submit(make_write_request<void>(
        [room = std::move(room), user = std::move(user), by = std::move(by), time](Ledger& ledger) {
            return ledger.lift_ban(room, user, by, time);
        },
        std::move(reply)));
}

void SqliteStore::bans(chat::RoomId room, base::WallTime now,
                       chat::StoreReply<std::vector<chat::Ban>> reply) {
    parts_->reader.submit<std::vector<chat::Ban>>(
        [room = std::move(room), now](Lookup& lookup) { return lookup.members().bans(room, now); },
        std::move(reply));
}

void SqliteStore::set_preference(chat::UserId user, chat::RoomId room, chat::Preference preference,
                                 chat::StoreReply<chat::Membership> reply) {
    parts_->writer.submit(make_write_request<chat::Membership>(
        [user = std::move(user), room = std::move(room), preference](Ledger& ledger) {
            return ledger.set_preference(user, room, preference);
        },
        std::move(reply)));
}

void SqliteStore::find_accounts(std::string key_prefix, std::uint32_t limit,
                                chat::StoreReply<std::vector<chat::User>> reply) {
    using Found = std::vector<chat::User>;
    parts_->reader.submit<Found>(
        [key_prefix = std::move(key_prefix), limit](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.members().find_accounts(key_prefix, limit));
        },
        std::move(reply));
}

}  // namespace store::sqlite
