#include "chat/rooms.h"

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "base/check.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace chat {

Room KnownRoom::snapshot() const {
    Room now = room;
    now.head = head();
    now.ordinal = ordinal();
    return now;
}

Rooms::Rooms(const Limits& limits)
    : feed_options_{.gap_patience = limits.gap_patience,
                    .recent_events_max = limits.recent_events_max},
      notices_present_max_(limits.notices_present_max),
      budget_{.bytes_max = limits.recent_bytes_max} {}

KnownRoom& Rooms::add(Room room) {
    const auto [entry, is_new] = rooms_.try_emplace(room.id);
    KnownRoom& known = entry->second;
    if (is_new) {
        known.room = std::move(room);
        if (known.room.kind == RoomKind::open) open_by_name_.emplace(known.room.name, &known);
    }
    return known;
}

KnownRoom* Rooms::find(const RoomId& id) {
    const auto entry = rooms_.find(id);
    return entry == rooms_.end() ? nullptr : &entry->second;
}

LiveRoom& Rooms::wake(KnownRoom& room) {
    if (!room.live) {
        room.live = std::make_unique<LiveRoom>(++lives_, room.room, feed_options_, budget_,
                                               notices_present_max_);
        live_.insert(&room);
    }
    return *room.live;
}

void Rooms::lay_down(KnownRoom& room) {
    CHECK(room.live != nullptr);
    CHECK(room.live->present.empty());
    room.room = room.snapshot();
    room.live.reset();
    live_.erase(&room);
}

std::vector<KnownRoom*> Rooms::open_by_name(std::size_t count) const {
    std::vector<KnownRoom*> open;
    for (const auto& [name, room] : open_by_name_) {
        if (open.size() == count) break;
        open.push_back(room);
    }
    return open;
}

}  // namespace chat
