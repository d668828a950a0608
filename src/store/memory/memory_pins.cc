#include <algorithm>
#include <cstddef>
#include <ranges>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"
#include "store/pin.h"

namespace store {

using base::fail;
using chat::Event;
using chat::EventKind;
using chat::StoreError;

void MemoryStore::pins(chat::RoomId room, chat::StoreReply<std::vector<chat::Pin>> reply) {
    answer(std::move(reply), pins_of(room));
}

void MemoryStore::versions(chat::RoomId room, chat::Seq message,
                           chat::StoreReply<chat::Versions> reply) {
    answer(std::move(reply), versions_of(room, message));
}

MemoryStore::Answer<void> MemoryStore::judge_pinning(const StoredRoom& room,
                                                     const chat::Append& append) {
    const auto target = judge_target(room, append);
    if (!target) return fail(target.error());
    const auto pin = std::ranges::find(room.pins, append.target, &StoredRoom::KeptPin::message);
    const bool is_pinned = pin != room.pins.end();
    return judge_pin({.target = is_pinned ? PinFacts::Target::pinned : PinFacts::Target::loose,
                      .pins = room.pins.size()},
                     append);
}

void MemoryStore::move_pin(StoredRoom& room, const Event& event) {
    if (event.kind == EventKind::message_pinned) {
        room.pins.push_back({.message = event.target, .pinned = event.seq});
    } else if (event.kind == EventKind::message_unpinned || event.kind == EventKind::deleted) {
        std::erase_if(room.pins, [&event](const auto& pin) { return pin.message == event.target; });
    }
}

MemoryStore::Answer<std::vector<chat::Pin>> MemoryStore::pins_of(const chat::RoomId& id) const {
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return fail(StoreError::no_such_room);
    const StoredRoom& room = found->second;
    std::vector<chat::Pin> pins;
    for (const auto& pin : room.pins | std::views::reverse) {
        const Event& pinned = room.log[pin.pinned - 1];
        pins.push_back({.message = as_it_reads(room, room.log[pin.message - 1]),
                        .by = {.user = pinned.actor, .nickname = pinned.nickname},
                        .time = pinned.time});
    }
    return pins;
}

MemoryStore::Answer<chat::Versions> MemoryStore::versions_of(const chat::RoomId& id,
                                                             chat::Seq message) const {
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return fail(StoreError::no_such_room);
    const StoredRoom& room = found->second;
    if (message == 0 || message > room.log.size()) return fail(StoreError::no_such_message);
    const Event& now = room.log[message - 1];
    const bool is_deleted = now.standing && now.standing->fate == chat::Standing::Fate::deleted;
    if (now.kind != EventKind::message || is_deleted) return fail(StoreError::no_such_message);

    chat::Versions versions{.author = now.actor, .versions = {}};
    const auto first = room.first_words.find(message);
    versions.versions.push_back(
        {.seq = message,
         .time = now.time,
         .text = first == room.first_words.end() ? now.text : first->second});
    for (std::size_t at = message; at < room.log.size(); ++at) {
        const Event& later = room.log[at];
        if (later.kind != EventKind::edited || later.target != message) continue;
        versions.versions.push_back({.seq = later.seq, .time = later.time, .text = later.text});
    }
    const std::size_t all = versions.versions.size();
    if (all > chat::kVersionsMax) {
        const auto surplus = static_cast<std::ptrdiff_t>(all - chat::kVersionsMax);
        versions.versions.erase(versions.versions.begin(), versions.versions.begin() + surplus);
    }
    return versions;
}

}  // namespace store
