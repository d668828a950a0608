// Who is in a room, who may not be, and direct rooms.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"
#include "store/memory/people.h"
#include "store/room_change.h"
#include "store/room_deed.h"

namespace store {

using base::fail;
using chat::EventKind;
using chat::StoreError;

void MemoryStore::open_direct(chat::Room room, std::vector<chat::UserId> people,
                              chat::StoreReply<chat::Opened> reply) {
    answer(std::move(reply), open(std::move(room), people));
}

void MemoryStore::find_member(chat::RoomId room, chat::UserId user,
                              chat::StoreReply<std::optional<chat::Member>> reply) {
    using Found = std::optional<chat::Member>;
    answer<Found>(std::move(reply), rooms_.contains(room)
                                        ? Answer<Found>(people_.member(user, room))
                                        : fail(StoreError::no_such_room));
}

void MemoryStore::roster(chat::RosterRequest request, chat::StoreReply<chat::Roster> reply) {
    answer(std::move(reply), page_of(request));
}

void MemoryStore::ban(chat::RoomId room, chat::Ban ban,
                      chat::StoreReply<std::optional<chat::Event>> reply) {
    answer(std::move(reply), put(room, ban));
}

void MemoryStore::lift_ban(chat::RoomId room, chat::UserId user, chat::Named by,
                           base::WallTime time, chat::StoreReply<void> reply) {
    const auto found = rooms_.find(room);
    if (found == rooms_.end())
        return answer<void>(std::move(reply), fail(StoreError::no_such_room));
    std::vector<chat::Ban>& bans = found->second.bans;
    const auto lifted = std::ranges::find(bans, user, &chat::Ban::user);
    if (lifted == bans.end()) return answer<void>(std::move(reply), fail(StoreError::no_change));
    note_deed(found->second,
              deed_of_lifting({.user = user, .nickname = lifted->nickname}, by, time));
    bans.erase(lifted);
    answer<void>(std::move(reply), {});
}

void MemoryStore::bans(chat::RoomId room, base::WallTime now,
                       chat::StoreReply<std::vector<chat::Ban>> reply) {
    using All = std::vector<chat::Ban>;
    const auto found = rooms_.find(room);
    if (found == rooms_.end()) return answer<All>(std::move(reply), fail(StoreError::no_such_room));
    All all = found->second.bans;
    std::erase_if(all, [now](const chat::Ban& ban) { return !holds(ban, now); });
    std::ranges::reverse(all);
    answer<All>(std::move(reply), std::move(all));
}

void MemoryStore::find_accounts(std::string key_prefix, std::uint32_t limit,
                                chat::StoreReply<std::vector<chat::User>> reply) {
    answer<std::vector<chat::User>>(std::move(reply), people_.find_accounts(key_prefix, limit));
}

MemoryStore::Answer<void> MemoryStore::judge_room_change(const StoredRoom& room,
                                                         const chat::Append& append) const {
    const auto news = judge_room(
        {.name = room.room.name, .topic = room.room.topic, .use = room.room.use}, append);
    if (!news) return news;
    if (append.kind != EventKind::room_renamed) return {};
    const auto holder = names_.find(append.name_key);
    if (holder == names_.end() || holder->second == append.room) return {};
    return fail(StoreError::name_taken);
}

void MemoryStore::change_room(StoredRoom& room, const chat::Append& append) {
    switch (append.kind) {
        case EventKind::room_renamed:
            names_.erase(room.room.name_key);
            room.room.name = append.text;
            room.room.name_key = append.name_key;
            names_.emplace(room.room.name_key, room.room.id);
            break;
        case EventKind::topic_changed:
            room.room.topic = append.text;
            break;
        case EventKind::room_archived:
            room.room.use = chat::RoomUse::archived;
            break;
        case EventKind::room_restored:
            room.room.use = chat::RoomUse::active;
            break;
        default:
            break;
    }
}

MemoryStore::Answer<chat::Opened> MemoryStore::open(chat::Room room,
                                                    const std::vector<chat::UserId>& users) {
    if (const auto found = names_.find(room.name_key); found != names_.end()) {
        return chat::Opened{.room = rooms_.at(found->second).room,
                            .people = people_of(found->second),
                            .outcome = chat::Opened::Outcome::found};
    }
    if (people_.find_people(users).size() != users.size()) return fail(StoreError::no_such_user);
    if (std::ranges::any_of(users, [this](const chat::UserId& user) { return is_full(user); })) {
        return fail(StoreError::too_many_rooms);
    }
    const Answer<chat::Room> made = make(std::move(room), {});
    if (!made) return fail(made.error());
    for (const chat::UserId& user : users)
        people_.memberships(user)[made->id] = {.room = made->id};
    return chat::Opened{.room = *made, .people = people_of(made->id)};
}

std::vector<chat::User> MemoryStore::people_of(const chat::RoomId& room) const {
    std::vector<chat::User> people;
    for (chat::Member& member : people_.members(room))
        people.push_back(std::move(member.user));
    std::ranges::sort(people, {}, &chat::User::nickname);
    return people;
}

chat::Known MemoryStore::complete(chat::Known known) const {
    for (chat::Membership& membership : known.memberships) {
        const StoredRoom& stored = rooms_.at(membership.room);
        membership = counted(stored, known.user.id, std::move(membership));
        if (stored.room.kind != chat::RoomKind::direct) continue;
        membership.people = people_of(membership.room);
        std::erase_if(membership.people,
                      [&known](const chat::User& each) { return each.id == known.user.id; });
    }
    return known;
}

MemoryStore::Answer<chat::Roster> MemoryStore::page_of(const chat::RosterRequest& request) const {
    if (!rooms_.contains(request.room)) return fail(StoreError::no_such_room);
    std::vector<chat::Member> members = people_.members(request.room, request.after);
    const bool is_more = members.size() > request.limit;
    if (is_more) members.resize(request.limit);
    return chat::Roster{.members = std::move(members), .more = is_more};
}

MemoryStore::Answer<std::optional<chat::Event>> MemoryStore::put(const chat::RoomId& id,
                                                                 const chat::Ban& ban) {
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return fail(StoreError::no_such_room);
    if (people_.find_people({ban.user}).empty()) return fail(StoreError::no_such_user);
    std::vector<chat::Ban>& bans = found->second.bans;
    const auto goes = [&ban](const chat::Ban& each) {
        return each.user == ban.user || !holds(each, ban.created);
    };
    const auto gone = std::ranges::count_if(bans, goes);
    if (bans.size() - static_cast<std::size_t>(gone) >= chat::kBansMax) {
        return fail(StoreError::too_many);
    }
    std::erase_if(bans, goes);
    bans.push_back(ban);
    note_deed(found->second, deed_of(ban));
    const Answer<chat::Appended> left = decide({.room = id,
                                                .kind = EventKind::member_left,
                                                .actor = ban.user,
                                                .nickname = ban.nickname,
                                                .time = ban.created,
                                                .text = {},
                                                .nonce = {},
                                                .by = ban.by});
    if (!left) return std::nullopt;  // no member
    return left->event;
}

}  // namespace store
