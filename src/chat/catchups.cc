#include "chat/catchups.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/audience.h"
#include "chat/event.h"
#include "chat/fitting.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/recent_events.h"
#include "chat/room_feed.h"
#include "chat/rooms.h"
#include "chat/store.h"
#include "chat/weight.h"

namespace chat {
namespace {

constexpr std::uint32_t kReadEvents = 200;   ///< per reading of the store; they may be heavy
constexpr std::uint32_t kResetEvents = 100;  ///< the newest page of a reset
constexpr base::Milliseconds kRetryDelay{1000};

}  // namespace

void Catchups::bring_up(KnownRoom& room, Connection& connection, Seq cursor) {
    CHECK(room.live != nullptr);
    const Seq head = room.head();
    if (cursor == head) {
        ports_.audience.subscribe(connection.id, room.room.id);
        return;
    }
    const bool is_too_much = cursor < head && head - cursor > ports_.limits.catchup_events_max;
    if (cursor < head && !is_too_much && room.live->feed.recent().covers(cursor, head)) {
        const Prepared& prepared = from_memory(room, cursor);
        const bool is_reset = prepared.catchup.form == Catchup::Form::reset;
        give(connection, prepared,
             is_reset ? ports_.metrics.catchups_reset : ports_.metrics.catchups_memory);
        ports_.audience.subscribe(connection.id, room.room.id);
        return;
    }

    connection.catching_up.push_back(&room);
    std::vector<RunNumber>& runs = runs_of_room_[&room];
    for (const RunNumber number : runs) {
        Run& run = runs_.at(number);
        if (run.cursor == cursor) {
            run.waiters.push_back(connection.id);
            return;
        }
    }
    const RunNumber number = ++last_number_;
    runs.push_back(number);
    Run& run = runs_[number];
    run.room = &room;
    run.cursor = cursor;
    run.upto = cursor;
    run.waiters.push_back(connection.id);
    ++room.live->catchups;
    go_on(number, run);
}

const Catchups::Prepared& Catchups::from_memory(const KnownRoom& room, Seq cursor) {
    const Seq head = room.head();
    Catchup& catchup = cached_.catchup;
    if (catchup.room == room.room.id && catchup.head == head && cached_cursor_ == cursor) {
        return cached_;
    }
    const RecentEvents& recent = room.live->feed.recent();
    const std::uint64_t bytes_max = ports_.limits.catchup_bytes_max;
    catchup = {.room = room.room.id, .events = {}, .head = head};
    cached_cursor_ = cursor;
    cached_.bytes = recent.weight_after(cursor, bytes_max);
    if (cached_.bytes <= bytes_max) {
        recent.copy_after(cursor, catchup.events);
    } else {
        catchup.form = Catchup::Form::reset;
        const Seq before_newest = head - std::min<Seq>(head, kResetEvents);
        recent.copy_after(std::max(cursor, before_newest), catchup.events);
        keep_newest(catchup.events, kResetEvents, ports_.limits.page_bytes_max);
        cached_.bytes = weight_of(catchup.events);
    }
    return cached_;
}

/// The catch-up, when the connection's part of catchup_bytes_max has room for it or is whole; else a reset without
/// events: the client asks for what it shows, when it shows it.
void Catchups::give(Connection& connection, const Prepared& prepared, base::Counter& counter) {
    const std::uint64_t given = connection.catchup_bytes + prepared.bytes;
    if (connection.catchup_bytes == 0 || given <= ports_.limits.catchup_bytes_max) {
        connection.catchup_bytes = given;
        counter.add();
        ports_.audience.catchup(connection.id, prepared.catchup);
        return;
    }
    ports_.metrics.catchups_empty.add();
    ports_.audience.catchup(connection.id, {.room = prepared.catchup.room,
                                            .events = {},
                                            .head = prepared.catchup.head,
                                            .form = Catchup::Form::reset});
}

/// Whether what was missed, as far as it is known, is over what one catch-up holds.
bool Catchups::is_too_much(const Run& run) const {
    const RoomFeed& feed = run.room->live->feed;
    const Seq head = feed.released();
    if (head - run.cursor > ports_.limits.catchup_events_max) return true;
    if (run.cursor < run.room->room.expired) return true;  // what followed it is gone
    const std::uint64_t bytes_max = ports_.limits.catchup_bytes_max;
    std::uint64_t bytes = run.bytes;
    if (feed.recent().covers(run.upto, head)) {
        bytes += feed.recent().weight_after(run.upto, bytes_max);
    }
    return bytes > bytes_max;
}

void Catchups::begin_reset(Run& run) {
    run.form = Catchup::Form::reset;
    drop_events(run);
    run.upto = 0;
}

void Catchups::add_events(Run& run, std::vector<Event> events) {
    const std::uint64_t bytes = weight_of(events);
    run.bytes += bytes;
    readings_bytes_ += bytes;
    std::move(events.begin(), events.end(), std::back_inserter(run.events));
}

void Catchups::drop_events(Run& run) {
    readings_bytes_ -= std::exchange(run.bytes, 0);
    run.events.clear();
}

/// Decides what the run does next, when nothing is under way for it.
void Catchups::go_on(RunNumber number, Run& run) {
    const RoomFeed& feed = run.room->live->feed;
    const Seq head = feed.released();
    if (run.form == Catchup::Form::missed) {
        if (run.cursor > head) {
            // Either this node is behind, or the cursor is from another log: the store knows.
            if (run.state != Run::State::waiting_for_log) ask_head(number, run);
            return;
        }
        if (is_too_much(run)) begin_reset(run);
    }
    const bool has_begun = run.form == Catchup::Form::missed || !run.events.empty() || head == 0;
    if (has_begun && feed.recent().covers(run.upto, head)) {
        feed.recent().copy_after(run.upto, run.events);
        run.upto = head;
        finish(number, run);
        return;
    }
    read(number, run);
}

void Catchups::ask_head(RunNumber number, Run& run) {
    run.state = Run::State::asking_head;
    ports_.store.page({.room = run.room->room.id, .limit = 1},
                      ports_.lifeline.guard([this, number](base::Result<Page, StoreError> page) {
                          on_head(number, page);
                      }));
}

void Catchups::on_head(RunNumber number, const base::Result<Page, StoreError>& page) {
    Run* run = find(number);
    if (run == nullptr) return;
    if (!page) {
        retries_.set(number, ports_.clock.now() + kRetryDelay);
        return;
    }
    const Seq head = page->events.empty() ? 0 : page->events.back().seq;
    if (head >= run->cursor) {
        run->state = Run::State::waiting_for_log;
        if (run->cursor <= run->room->head()) {
            go_on(number, *run);
        } else {
            learned_head_(*run->room, head);
        }
        return;
    }
    begin_reset(*run);
    go_on(number, *run);
}

void Catchups::read(RunNumber number, Run& run) {
    run.state = Run::State::reading;
    const Seq head = run.room->head();
    PageRequest request{
        .room = run.room->room.id, .from = PageRequest::From::after, .seq = run.upto};
    if (run.form == Catchup::Form::reset) {
        // Up to the released head, not further: the rest comes live.
        drop_events(run);
        request.from = PageRequest::From::before;
        request.seq = head + 1;
        request.limit = kResetEvents;
    } else {
        request.limit = static_cast<std::uint32_t>(std::min<Seq>(head - run.upto, kReadEvents));
    }
    ports_.store.page(std::move(request),
                      ports_.lifeline.guard([this, number](base::Result<Page, StoreError> page) {
                          on_page(number, std::move(page));
                      }));
}

void Catchups::on_page(RunNumber number, base::Result<Page, StoreError> page) {
    Run* run = find(number);
    if (run == nullptr) return;
    if (!page || page->events.empty()) {
        // Released events are in the store: an empty page is a store that is not itself.
        retries_.set(number, ports_.clock.now() + kRetryDelay);
        return;
    }
    run->upto = page->events.back().seq;
    if (run->form == Catchup::Form::reset) {
        keep_newest(page->events, kResetEvents, ports_.limits.page_bytes_max);
    }
    add_events(*run, std::move(page->events));
    const bool is_missed = run->form == Catchup::Form::missed;
    if (is_missed && readings_bytes_ > ports_.limits.readings_bytes_max) begin_reset(*run);
    go_on(number, *run);
}

void Catchups::finish(RunNumber number, Run& run) {
    KnownRoom& room = *run.room;
    const bool is_reset = run.form == Catchup::Form::reset;
    base::Counter& counter =
        is_reset ? ports_.metrics.catchups_reset : ports_.metrics.catchups_store;
    // What came while the store was reading is among them: the newest are these.
    if (is_reset) {
        std::erase_if(run.events,
                      [&room](const Event& event) { return event.seq <= room.room.expired; });
    }
    if (is_reset) keep_newest(run.events, kResetEvents, ports_.limits.page_bytes_max);
    Prepared prepared{.catchup = {.room = room.room.id,
                                  .events = std::move(run.events),
                                  .head = run.upto,
                                  .form = run.form}};
    prepared.bytes = weight_of(prepared.catchup.events);
    const std::vector<ConnectionId> waiters = std::move(run.waiters);
    --room.live->catchups;
    forget(number);
    for (const ConnectionId waiter : waiters) {
        Connection* connection = people_.find(waiter);
        if (connection == nullptr) continue;
        if (std::erase(connection->catching_up, &room) == 0) continue;  // left the room meanwhile
        if (is_reset || !prepared.catchup.events.empty()) give(*connection, prepared, counter);
        // Pages do not say who was meant since the welcome.
        const Place* const place = connection->person->place(room);
        if (place != nullptr && place->mentions > 0) ports_.audience.read(waiter, place->view());
        ports_.audience.subscribe(waiter, room.room.id);
    }
}

void Catchups::on_log_advanced(KnownRoom& room) {
    const auto entry = runs_of_room_.find(&room);
    if (entry == runs_of_room_.end()) return;
    const std::vector<RunNumber> numbers = entry->second;
    for (const RunNumber number : numbers) {
        Run* run = find(number);
        if (run == nullptr || run->state != Run::State::waiting_for_log) continue;
        if (run->cursor <= room.head()) go_on(number, *run);
    }
}

void Catchups::on_laid_down(KnownRoom& room) {
    const auto entry = runs_of_room_.find(&room);
    if (entry == runs_of_room_.end()) return;
    const std::vector<RunNumber> numbers = entry->second;
    for (const RunNumber number : numbers)
        forget(number);
}

void Catchups::on_time() {
    const base::SteadyTime now = ports_.clock.now();
    while (const std::optional<RunNumber> due = retries_.pop(now)) {
        if (Run* run = find(*due)) go_on(*due, *run);
    }
}

/// The run; nullptr when its room was laid down since: everyone who waited has gone.
Catchups::Run* Catchups::find(RunNumber number) {
    const auto entry = runs_.find(number);
    return entry == runs_.end() ? nullptr : &entry->second;
}

void Catchups::forget(RunNumber number) {
    const auto entry = runs_.find(number);
    if (entry == runs_.end()) return;
    retries_.clear(number);
    readings_bytes_ -= entry->second.bytes;
    const auto of_room = runs_of_room_.find(entry->second.room);
    std::erase(of_room->second, number);
    if (of_room->second.empty()) runs_of_room_.erase(of_room);
    runs_.erase(entry);
}

}  // namespace chat
