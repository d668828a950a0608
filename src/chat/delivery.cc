#include "chat/delivery.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/deadlines.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {
namespace {

/// After the last event of a room: the round that it may still be followed in, and those in which its number is told.
constexpr std::uint32_t kFreshRounds = 3;
/// In so many rounds each live room is told of, whoever wrote there; in more, when there are very many.
constexpr std::uint64_t kRoundsOfAllMin = 5;
constexpr std::uint64_t kHeadsOfRound = 1'000;

}  // namespace

void Delivery::committed(KnownRoom& room, Event event) {
    const bool is_about = is_about_room(event.kind) || event.kind == EventKind::slow_mode_set ||
                          is_about_retention(event.kind);
    const bool is_alone = ports_.bus.reach() == Bus::Reach::this_node;
    if (!is_alone) {
        ports_.bus.publish(event);  // a copy of it
        if (room.live) fresh_.insert_or_assign(&room, 0);
    }
    offer(room, std::move(event));
    // Nodes without members of it list it too.
    if (is_about && !is_alone) ports_.bus.publish(room.snapshot());
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
            // Whom it is about may be here, and in the room only now.
            if (is_of_member(event.kind)) listener_.on_member_released(room, event);
        }
        return;
    }
    room.live->feed.offer(std::move(event));
    drain(room);
}

void Delivery::refused(KnownRoom& room, StoreError error) {
    if (error == StoreError::unavailable) doubt(room);
}

void Delivery::doubt(KnownRoom& room) {
    if (!room.live) return;
    room.live->feed.doubt();
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
    doubt(room);
    if (!heads_due_) heads_due_ = ports_.clock.now() + ports_.limits.head_check_interval;
}

void Delivery::lay_down(KnownRoom& room) {
    gaps_.clear(room.room.id);
    fresh_.erase(&room);
    rooms_.lay_down(room);
    ports_.metrics.rooms_active.set(static_cast<std::int64_t>(rooms_.live()));
    ports_.bus.unsubscribe(room.room.id);
    listener_.on_laid_down(room);
}

void Delivery::drain(KnownRoom& room) {
    const base::SteadyTime now = ports_.clock.now();
    const std::uint64_t life = room.live->life;
    const Seq before = room.live->feed.released();
    const auto is_live = [&room, life] { return room.live && room.live->life == life; };
    std::vector<Event> of_retention;  // seldom any
    while (const Event* released = is_live() ? room.live->feed.release(now) : nullptr) {
        rooms_.apply(room, *released);
        if (released->mentions) listener_.on_mentions_released(room, *released);
        ports_.audience.event(*released, room.present());
        if (is_about_retention(released->kind)) of_retention.push_back(*released);
        if (!is_of_member(released->kind)) continue;
        // At once: who is no member any more does not hear what comes next.
        const Event event = *released;
        listener_.on_member_released(room, event);
    }
    if (is_live()) {
        plan(room);
        ports_.metrics.recent_bytes.set(static_cast<std::int64_t>(rooms_.recent_bytes()));
        if (room.live->feed.released() == before) return;
        if (room.live->catchups > 0) listener_.on_log_advanced(room);
    }
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

void Delivery::doubt_all() {
    std::vector<KnownRoom*> live;
    live.reserve(rooms_.live());
    rooms_.for_each_live([&live](KnownRoom& room) { live.push_back(&room); });
    for (KnownRoom* const room : live)
        doubt(*room);  // unless laid down by what another's log said
}

void Delivery::tell_heads() {
    for (auto each = fresh_.begin(); each != fresh_.end();) {
        const std::uint32_t rounds = ++each->second;
        if (rounds > 1) tell_head(*each->first);
        each = rounds < kFreshRounds ? std::next(each) : fresh_.erase(each);
    }
    ++heads_round_;
    const std::uint64_t rounds = std::max(kRoundsOfAllMin, rooms_.live() / kHeadsOfRound);
    rooms_.for_each_live([this, rounds](const KnownRoom& room) {
        if (room.live->life % rounds == heads_round_ % rounds) tell_head(room);
    });
}

void Delivery::tell_head(const KnownRoom& room) {
    ports_.bus.publish(RoomHead{.room = room.room.id, .head = room.live->feed.released()});
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
        if (ports_.bus.link() == Bus::Link::down) listener_.on_heads_unheard();
        heads_due_ = now + ports_.limits.head_check_interval;
        if (rooms_.live() == 0) heads_due_.reset();
    }
}

}  // namespace chat
