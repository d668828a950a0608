/// Catchups: brings a connection from its cursor to the head of a room, and only then among the live ones.
///
/// Thread:     domain.
/// Owns:       the readings under way, each bounded by catchup_events_max, catchup_bytes_max and one page, and all of
///             them by readings_bytes_max and a page for each that has become a reset.
/// Invariant:  the turn that knows the last missed event gives the catch-up and subscribes: nothing comes between.
///             Connections with one cursor share one reading of the store. What one connection is given stays within
///             catchup_bytes_max, whatever number of rooms it has missed.
/// Elsewhere:  what fits is fitting.h, what an event weighs is weight.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/audience.h"
#include "chat/deadlines.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

class Catchups {
public:
    /// `learned_head` is told when a reading shows that a room's log reaches further than was known.
    Catchups(Ports& ports, People& people,
             std::move_only_function<void(KnownRoom&, Seq)> learned_head)
        : ports_(ports), people_(people), learned_head_(std::move(learned_head)) {}

    /// Catches `connection` up and subscribes it, now or after reading. The room must be live.
    void bring_up(KnownRoom& room, Connection& connection, Seq cursor);

    /// The room's log has gone on: those who wait for it look again.
    void on_log_advanced(KnownRoom& room);
    /// Nobody of the room is here any more.
    void on_laid_down(KnownRoom& room);

    [[nodiscard]] std::optional<base::SteadyTime> next_deadline() const { return retries_.next(); }
    void on_time();

private:
    using RunNumber = std::uint64_t;

    /// A catch-up as it would be given, and what its events weigh.
    struct Prepared {
        Catchup catchup;
        std::uint64_t bytes = 0;
    };

    /// One reading, for all connections that came with `cursor` until it is done.
    struct Run {
        KnownRoom* room = nullptr;
        Seq cursor = 0;
        std::vector<ConnectionId> waiters;
        std::vector<Event>
            events;  ///< behind the cursor (missed) or the newest (reset), unbroken up to `upto`
        std::uint64_t bytes = 0;  ///< what `events` weigh
        Seq upto = 0;
        Catchup::Form form = Catchup::Form::missed;
        enum class State : std::uint8_t { asking_head, reading, waiting_for_log } state{};
    };

    [[nodiscard]] const Prepared& from_memory(const KnownRoom& room, Seq cursor);
    void give(Connection& connection, const Prepared& prepared, base::Counter& counter);
    [[nodiscard]] bool is_too_much(const Run& run) const;
    void begin_reset(Run& run);
    void add_events(Run& run, std::vector<Event> events);
    void drop_events(Run& run);
    void go_on(RunNumber number, Run& run);
    void ask_head(RunNumber number, Run& run);
    void on_head(RunNumber number, const base::Result<Page, StoreError>& page);
    void read(RunNumber number, Run& run);
    void on_page(RunNumber number, base::Result<Page, StoreError> page);
    void finish(RunNumber number, Run& run);
    [[nodiscard]] Run* find(RunNumber number);
    void forget(RunNumber number);

    Ports& ports_;
    People& people_;
    std::move_only_function<void(KnownRoom&, Seq)> learned_head_;
    RunNumber last_number_ = 0;
    std::unordered_map<RunNumber, Run> runs_;
    std::unordered_map<const KnownRoom*, std::vector<RunNumber>> runs_of_room_;
    Deadlines<RunNumber> retries_;
    std::uint64_t readings_bytes_ = 0;  ///< what the events of all runs weigh
    Prepared cached_;  ///< the last made from memory: many come back with one cursor at once
    Seq cached_cursor_ = 0;
};

}  // namespace chat
