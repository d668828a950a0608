/// RoomFeed: makes one room's log out of events that come in any order, late, repeated or not at all.
///
/// Thread:     domain. Sans I/O: what it needs from outside it asks for by return values.
/// Owns:       events that came too early, and the recent ones that were released.
/// Invariant:  releases seq 1, 2, 3 ... from where it began, each exactly once.
/// Elsewhere:  delivery.h feeds it, reads gaps from the store for it and gives the released events to people.
///
/// The rhythm: after offer(), note_head() and on_repaired() call release() until it answers nullptr; then ask
/// for deadline(). At the deadline on_time() says which page to read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/recent_events.h"
#include "chat/store.h"

namespace chat {

struct FeedOptions {
    base::Milliseconds gap_patience{50};    ///< a gap is read from the store after it
    base::Milliseconds repair_retry{1000};  ///< after a read that failed or brought nothing
    std::uint32_t repair_events_max = 200;  ///< per read
    std::size_t early_events_max = 1024;    ///< kept for later; more are read from the store
    std::size_t recent_events_max = 256;
};

class RoomFeed {
public:
    /// Begins behind the event `head`, which is the how manieth message.
    RoomFeed(Seq head, Ordinal ordinal, const FeedOptions& options, RecentBudget& budget)
        : options_(options),
          released_(head),
          ordinal_(ordinal),
          highest_known_(head),
          recent_(options.recent_events_max, budget) {}

    /// An event of this room, from wherever.
    void offer(Event event);

    /// The log is known to reach to `head`.
    void note_head(Seq head);

    /// Asks for a look into the store even when nothing is known to be missing.
    void doubt() { is_doubted_ = true; }

    /// The next event in order; good until the next call. nullptr: none for now.
    const Event* release(base::SteadyTime now);

    /// When on_time() should be called; nullopt while nothing is missing.
    [[nodiscard]] std::optional<base::SteadyTime> deadline() const { return deadline_; }

    /// What to read from the store now (its `room` is for the caller to fill in); nullopt: nothing.
    /// A request must be answered by on_repaired() or on_repair_failed().
    [[nodiscard]] std::optional<PageRequest> on_time(base::SteadyTime now);
    void on_repaired(std::vector<Event> events);
    void on_repair_failed(base::SteadyTime now);

    [[nodiscard]] Seq released() const { return released_; }
    [[nodiscard]] Ordinal ordinal() const { return ordinal_; }
    [[nodiscard]] const RecentEvents& recent() const { return recent_; }

private:
    enum class Repair : std::uint8_t { none, reading, brought_all, brought_page, brought_nothing };

    [[nodiscard]] bool is_behind() const { return highest_known_ > released_ || is_doubted_; }
    void plan_repair(base::SteadyTime now);
    /// The last that is lacking, as far as is known.
    [[nodiscard]] Seq last_missing() const;

    FeedOptions options_;
    Seq released_;
    Ordinal ordinal_;
    Seq highest_known_;
    bool is_doubted_ = false;
    Repair repair_ = Repair::none;
    Seq waiting_for_ = 0;  ///< the missing seq that deadline_ is about
    std::optional<base::SteadyTime> deadline_;
    std::optional<Event> next_;   ///< the event released_ + 1; most never see early_
    std::map<Seq, Event> early_;  ///< all above released_ + 1 when drained
    RecentEvents recent_;
};

}  // namespace chat
