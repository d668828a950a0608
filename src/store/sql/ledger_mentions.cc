// What the ledger decides of who is meant by messages, and of how people see their rooms and each other.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/meant.h"
#include "store/sql/ignored.h"
#include "store/sql/ledger.h"
#include "store/sql/mentions.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::StoreError;

std::shared_ptr<const std::vector<chat::UserId>> Ledger::mention(const chat::Append& append,
                                                                 const RoomState& room,
                                                                 const UserState& author) {
    const Meant named = meant_by(append);
    if (named.is_nobody()) return nullptr;
    std::vector<Number> seen{author.number};
    std::vector<chat::UserId> meant;
    const auto add = [&](Number number, const chat::UserId& user) {
        if (std::ranges::find(seen, number) != seen.end()) return;
        seen.push_back(number);
        if (ignored_.contains(number, author.number)) {
            // Nobody sees from whom it is kept: for the others it means them too.
            if (find_membership_.rows(number, room.number).next()) meant.push_back(user);
            return;
        }
        // What they have said themselves passes only what was there before.
        write_marker_of({.user = number, .room = room.number});
        if (mentions_.add(number, room.number, room.head)) meant.push_back(user);
    };
    for (const chat::UserId& user : named.users) {
        if (const UserState* const known = find_user(user)) add(known->number, user);
    }
    for (const std::string& key : named.name_keys) {
        if (const auto holder = mentions_.find_holder(key)) add(holder->number, holder->user);
    }
    for (const chat::UserId& user : named.here) {
        if (const UserState* const known = find_user(user)) add(known->number, user);
    }
    if (meant.empty()) return nullptr;
    return std::make_shared<const std::vector<chat::UserId>>(std::move(meant));
}

std::optional<chat::Membership> Ledger::find_membership(const MarkerKey& key,
                                                        const chat::RoomId& room, chat::Seq head) {
    write_marker_of(key);
    Rows rows = find_membership_.rows(key.user, key.room);
    if (!rows.next()) return std::nullopt;
    return chat::Membership{.room = room,
                            .read = rows.count(0),
                            .read_ordinal = rows.count(1),
                            .role = static_cast<chat::RoomRole>(rows.integer(2)),
                            .mentions = static_cast<std::uint32_t>(rows.integer(3)),
                            .mentions_to = head,
                            .level = static_cast<chat::NotifyLevel>(rows.integer(4)),
                            .liking = static_cast<chat::Liking>(rows.integer(5)),
                            .mute = mute_in(rows, 6)};
}

Ledger::Answer<chat::Membership> Ledger::set_preference(const chat::UserId& user,
                                                        const chat::RoomId& room,
                                                        const chat::Preference& preference) {
    const RoomState* const state = find_room(room);
    if (state == nullptr) return fail(StoreError::no_such_room);
    const UserState* const person = find_user(user);
    if (person == nullptr) return fail(StoreError::not_a_member);

    const MarkerKey key{.user = person->number, .room = state->number};
    std::optional<chat::Membership> now = find_membership(key, room, state->head);
    if (!now) return fail(StoreError::not_a_member);
    if (preference.level) {
        set_level_.send(key.user, key.room, static_cast<int>(*preference.level));
        now->level = *preference.level;
    }
    if (preference.liking) {
        set_liking_.send(key.user, key.room, static_cast<int>(*preference.liking));
        now->liking = *preference.liking;
    }
    return *std::move(now);
}

Ledger::Answer<std::vector<chat::Named>> Ledger::set_ignored(const chat::UserId& user,
                                                             const chat::UserId& other,
                                                             chat::Ignoring ignoring) {
    const UserState* const person = find_person(user);
    const UserState* const ignored = find_person(other);
    if (person == nullptr || ignored == nullptr) return fail(StoreError::no_such_user);
    const Answer<void> set = ignored_.set(person->number, ignored->number, ignoring);
    if (!set) return fail(set.error());
    return records_.ignored(person->number);
}

}  // namespace store::sql
