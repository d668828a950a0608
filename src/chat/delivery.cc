#include "chat/delivery.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/bus.h"
#include "chat/deadlines.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

void Delivery::committed(KnownRoom& room, Event event) {
    const bool is_about = is_about_room(event.kind) || event.kind == EventKind::slow_mode_set ||
                          is_about_retention(event.kind);
    ports_.bus.publish_event(event);
    offer(room, std::move(event));
    // Nodes without members of it list it too.
    if (is_about) ports_.bus.publish_room(room.snapshot());
}

void Delivery::received(KnownRoom& room, Event event) {
    offer(room, std::move(event));
}

void Delivery::offer(KnownRoom& room, Event event) {
    if (!room.live) {
        // Nobody is here to hear it; who comes later begins behind it.
        if (event.seq > room.room.head) {
            room.room.head = event.seq;
            room.room.ordinal = event.ordinal;
            rooms_.apply(room, event);
            if (is_about_retention(event.kind)) listener_.on_retention_released(room, event);
        }
        return;
    }
    room.live->feed.offer(std::move(event));
    drain(room);
}

void Delivery::head_known(KnownRoom& room, Seq head) {
    if (!room.live || head <= room.live->feed.released()) return;
    room.live->feed.note_head(head);
    drain(room);
}

void Delivery::wake(KnownRoom& room) {
    if (room.live) return;
    rooms_.wake(room);
    ports_.metrics.rooms_active.set(static_cast<std::int64_t>(rooms_.live()));
    ports_.bus.subscribe(room.room.id);
    if (ports_.bus.reach() == Bus::Reach::this_node) return;
    // While it was not live here, other nodes may have gone on.
    room.live->feed.doubt();
    drain(room);
    if (!heads_due_) heads_due_ = ports_.clock.now() + ports_.limits.head_check_interval;
}

void Delivery::lay_down(KnownRoom& room) {
    gaps_.clear(room.room.id);
    rooms_.lay_down(room);
    ports_.metrics.rooms_active.set(static_cast<std::int64_t>(rooms_.live()));
    ports_.bus.unsubscribe(room.room.id);
    listener_.on_laid_down(room);
}

void Delivery::drain(KnownRoom& room) {
    LiveRoom& live = *room.live;
    const base::SteadyTime now = ports_.clock.now();
    const Seq before = live.feed.released();
    std::vector<Event> of_members;  // seldom any, as the next
    std::vector<Event> of_retention;
    while (const Event* event = live.feed.release(now)) {
        rooms_.apply(room, *event);
        if (event->mentions) listener_.on_mentions_released(room, *event);
        ports_.audience.event(*event, room.present());
        const bool is_of_member =
            is_membership(event->kind) || is_about_host(event->kind) || is_about_mute(event->kind);
        if (is_of_member) of_members.push_back(*event);
        if (is_about_retention(event->kind)) of_retention.push_back(*event);
    }
    plan(room);
    ports_.metrics.recent_bytes.set(static_cast<std::int64_t>(rooms_.recent_bytes()));
    if (live.feed.released() == before) return;
    if (live.catchups > 0) listener_.on_log_advanced(room);
    for (const Event& event : of_members)
        listener_.on_member_released(room, event);
    for (const Event& event : of_retention)
        listener_.on_retention_released(room, event);
}

void Delivery::plan(KnownRoom& room) {
    const std::optional<base::SteadyTime> deadline = room.live->feed.deadline();
    if (deadline == room.live->gap_deadline) return;
    room.live->gap_deadline = deadline;
    if (deadline) {
        gaps_.set(room.room.id, *deadline);
    } else {
        gaps_.clear(room.room.id);
    }
}

void Delivery::repair(KnownRoom& room) {
    room.live->gap_deadline.reset();
    std::optional<PageRequest> request = room.live->feed.on_time(ports_.clock.now());
    if (!request) {
        plan(room);
        return;
    }
    request->room = room.room.id;
    ports_.metrics.gap_repairs.add();
    const std::uint64_t life = room.live->life;
    ports_.store.page(
        *std::move(request),
        ports_.lifeline.guard([this, &room, life](base::Result<Page, StoreError> page) {
            // Laid down meanwhile, or laid down and woken again: no longer its answer.
            if (!room.live || room.live->life != life) return;
            if (page) {
                room.live->feed.on_repaired(std::move(page->events));
            } else {
                room.live->feed.on_repair_failed(ports_.clock.now());
            }
            drain(room);
        }));
}

void Delivery::tell_heads() {
    rooms_.for_each_live([this](const KnownRoom& room) {
        ports_.bus.publish_head(room.room.id, room.live->feed.released());
    });
}

std::optional<base::SteadyTime> Delivery::next_deadline() const {
    return earlier(gaps_.next(), heads_due_);
}

void Delivery::on_time() {
    const base::SteadyTime now = ports_.clock.now();
    while (const std::optional<RoomId> due = gaps_.pop(now)) {
        KnownRoom* room = rooms_.find(*due);
        if (room != nullptr && room->live) repair(*room);
    }
    if (heads_due_ && *heads_due_ <= now) {
        tell_heads();
        heads_due_ = now + ports_.limits.head_check_interval;
        if (rooms_.live() == 0) heads_due_.reset();
    }
}

}  // namespace chat
