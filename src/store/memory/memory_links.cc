// Links that let people into a room, and who did what to it.
#include <algorithm>
#include <optional>
#include <ranges>
#include <tuple>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"
#include "store/room_deed.h"
#include "store/room_link.h"

namespace store {

using base::fail;
using chat::NewRoomLink;
using chat::RoomLink;
using chat::StoreError;

namespace {

/// When it was made; of those of one moment, by what they are called.
auto age_of(const RoomLink& link) {
    return std::tuple(link.created, link.id.value());
}

}  // namespace

MemoryStore::Answer<RoomLink> MemoryStore::keep_link(const NewRoomLink& link) {
    const auto found = rooms_.find(link.link.room);
    if (found == rooms_.end()) return fail(StoreError::no_such_room);
    StoredRoom& room = found->second;
    if (room.room.use == chat::RoomUse::archived) return fail(StoreError::archived);
    std::erase_if(room.links, [&link](const NewRoomLink& each) {
        return !can_be_used(each.link, link.link.created);
    });
    if (room.links.size() >= chat::kRoomLinksMax) return fail(StoreError::too_many_links);
    room.links.push_back(link);
    note_deed(room, deed_of_making(link.link));
    return link.link;
}

void MemoryStore::make_link(NewRoomLink link, chat::StoreReply<RoomLink> reply) {
    answer(std::move(reply), keep_link(link));
}

void MemoryStore::links(chat::RoomId room, base::WallTime now,
                        chat::StoreReply<std::vector<RoomLink>> reply) {
    using All = std::vector<RoomLink>;
    const auto found = rooms_.find(room);
    if (found == rooms_.end()) return answer<All>(std::move(reply), fail(StoreError::no_such_room));
    All all;
    for (const NewRoomLink& each : found->second.links) {
        if (can_be_used(each.link, now)) all.push_back(each.link);
    }
    std::ranges::sort(all, std::ranges::greater(), age_of);
    answer<All>(std::move(reply), std::move(all));
}

void MemoryStore::revoke_link(chat::RoomId room, chat::RoomLinkId link, chat::Named by,
                              base::WallTime time, chat::StoreReply<void> reply) {
    const auto found = rooms_.find(room);
    if (found == rooms_.end())
        return answer<void>(std::move(reply), fail(StoreError::no_such_room));
    const auto revoked = std::erase_if(
        found->second.links, [&link](const NewRoomLink& each) { return each.link.id == link; });
    if (revoked == 0) return answer<void>(std::move(reply), fail(StoreError::link_spent));
    note_deed(found->second, deed_of_revoking(link, by, time));
    answer<void>(std::move(reply), {});
}

RoomLink* MemoryStore::usable_link(StoredRoom& room, const chat::SecretHash& token,
                                   base::WallTime now) {
    const auto found = std::ranges::find(room.links, token, &NewRoomLink::token);
    if (found == room.links.end() || !can_be_used(found->link, now)) return nullptr;
    return &found->link;
}

void MemoryStore::find_link(chat::SecretHash token, base::WallTime now,
                            chat::StoreReply<std::optional<RoomLink>> reply) {
    std::optional<RoomLink> link;
    for (auto& [id, room] : rooms_) {
        if (const RoomLink* const found = usable_link(room, token, now)) link = *found;
    }
    answer<std::optional<RoomLink>>(std::move(reply), std::move(link));
}

void MemoryStore::note_deed(StoredRoom& room, chat::RoomAuditEntry entry) {
    entry.number = room.audit.empty() ? 1 : room.audit.back().number + 1;
    room.audit.push_back(std::move(entry));
    if (room.audit.size() > chat::kRoomAuditMax) room.audit.pop_front();
}

void MemoryStore::note_append(const chat::Append& append) {
    StoredRoom& room = rooms_.at(append.room);
    chat::Named author;
    if (needs_author(append)) {
        const chat::Event& message = room.log.at(append.target - 1);
        author = {.user = message.actor, .nickname = message.nickname};
    }
    if (auto entry = deed_of(append, author)) note_deed(room, *std::move(entry));
}

void MemoryStore::room_audit(chat::RoomAuditRequest request,
                             chat::StoreReply<chat::RoomAuditPage> reply) {
    const auto found = rooms_.find(request.room);
    if (found == rooms_.end()) {
        return answer<chat::RoomAuditPage>(std::move(reply), fail(StoreError::no_such_room));
    }
    chat::RoomAuditPage page;
    for (const chat::RoomAuditEntry& entry : std::views::reverse(found->second.audit)) {
        if (request.before != 0 && entry.number >= request.before) continue;
        page.more = page.entries.size() == request.limit;
        if (page.more) break;
        page.entries.push_back(entry);
    }
    answer<chat::RoomAuditPage>(std::move(reply), std::move(page));
}

}  // namespace store
