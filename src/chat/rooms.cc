#include "chat/rooms.h"

#include <memory>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/unicode.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/restraint_words.h"
#include "chat/retention_words.h"
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
        if (known.room.kind == RoomKind::direct) ++direct_;
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
    CHECK(room.people.here().empty());
    room.room = room.snapshot();
    room.live.reset();
    live_.erase(&room);
}

void Rooms::apply(KnownRoom& room, const Event& event) {
    switch (event.kind) {
        case EventKind::room_renamed:
            // The key of a room that is not open is not made of its name.
            rename(room, event.text,
                   room.room.kind == RoomKind::open ? base::unicode::skeleton(event.text)
                                                    : room.room.name_key);
            break;
        case EventKind::topic_changed:
            room.room.topic = event.text;
            break;
        case EventKind::room_archived:
            room.room.use = RoomUse::archived;
            break;
        case EventKind::room_restored:
            room.room.use = RoomUse::active;
            break;
        case EventKind::slow_mode_set:
            room.room.slow_mode_s = slow_mode_of(event.text);
            break;
        case EventKind::retention_set:
            room.room.retention_days = retention_of(event.text);
            break;
        case EventKind::expired:
            room.room.expired = event.target;
            room.room.expired_ordinal = expired_of(event.text);
            break;
        default:
            break;
    }
}

void Rooms::take_over(KnownRoom& room, const Room& from) {
    if (from.head < room.head()) return;
    rename(room, from.name, from.name_key);
    room.room.topic = from.topic;
    room.room.use = from.use;
    room.room.slow_mode_s = from.slow_mode_s;
    room.room.retention_days = from.retention_days;
    room.room.expired = from.expired;
    room.room.expired_ordinal = from.expired_ordinal;
    if (room.live) return;  // its feed will hear of the events
    room.room.head = from.head;
    room.room.ordinal = from.ordinal;
}

void Rooms::rename(KnownRoom& room, std::string name, std::string name_key) {
    const bool is_open = room.room.kind == RoomKind::open;
    if (is_open) open_by_name_.erase({room.room.name, &room});
    room.room.name = std::move(name);
    room.room.name_key = std::move(name_key);
    if (is_open) open_by_name_.emplace(room.room.name, &room);
}

}  // namespace chat
