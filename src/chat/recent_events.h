/// RecentEvents: the newest events of one room's log, kept in memory for those who come back or look up.
///
/// Thread:     domain.
/// Owns:       copies of events; all rooms together stay within one budget.
/// Invariant:  an unbroken stretch of the log that ends at the room's released head, or empty. Messages are as the
///             changes up to that head left them (or later ones, when they came so from the store), and the words of
///             a deleted message are nowhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <ranges>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace chat {

/// Octets that the recent events of all rooms may take together. A room that would go over it forgets its own
/// oldest events first, so that nothing is counted twice and nobody must be searched for.
struct RecentBudget {
    std::uint64_t bytes_max = 0;
    std::uint64_t bytes = 0;
};

class RecentEvents {
public:
    RecentEvents(std::size_t events_max, RecentBudget& budget)
        : events_max_(events_max), budget_(budget) {}
    ~RecentEvents();
    RecentEvents(const RecentEvents&) = delete;
    RecentEvents& operator=(const RecentEvents&) = delete;

    /// Takes the event that follows the newest; returns it where it lies until the next push. A change is done to
    /// the events that are here as well.
    const Event& push(Event event);

    /// Whether all events after `seq` up to `head` are here.
    [[nodiscard]] bool covers(Seq seq, Seq head) const;

    /// What the events after `seq` weigh (weight.h); only that it is over `bytes_max`, when it is.
    [[nodiscard]] std::uint64_t weight_after(Seq seq, std::uint64_t bytes_max) const;

    /// Events after `seq` of which `is_one(event)` is true, of those that are here.
    template <typename Predicate>
    [[nodiscard]] std::uint32_t count_after(Seq seq, Predicate is_one) const {
        std::uint32_t count = 0;
        for (const Event& event : std::views::reverse(events_)) {
            if (event.seq <= seq) break;
            if (is_one(event)) ++count;
        }
        return count;
    }

    /// Copies the events after `seq` to the end of `out`.
    void copy_after(Seq seq, std::vector<Event>& out) const;

    /// The page as the store would give it, when all of it is here and it lies at or before the newest event.
    [[nodiscard]] std::optional<Page> page(const PageRequest& request) const;

    /// Does the changes after `seq` to `events`, which were read from the store when the room's head was `seq`.
    void amend(std::vector<Event>& events, Seq seq) const;

private:
    static std::uint64_t bytes_of(const Event& event);
    void fold_in(const Event& change);
    void expire(const Event& expired);
    void forget_oldest();

    std::size_t events_max_;
    RecentBudget& budget_;
    std::deque<Event> events_;
};

}  // namespace chat
