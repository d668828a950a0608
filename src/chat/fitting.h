/// Fitting: what of a page or a list that is too heavy is kept, so that no answer outgrows a connection's send queue.
///
/// Thread:     any. Pure functions.
/// Invariant:  what is kept is unbroken and within `bytes_max`, but for one event that alone is over it: something
///             always comes, so whoever asks again from there gets on.
/// Elsewhere:  what an event weighs is weight.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ranges>
#include <vector>

#include "chat/event.h"
#include "chat/store.h"
#include "chat/weight.h"

namespace chat {

/// Keeps the newest of `events`, at most `count_max` of them.
void keep_newest(std::vector<Event>& events, std::size_t count_max, std::uint64_t bytes_max);

/// Keeps of the answer to `request` the part next to what was asked for: the newest events, those just before or just
/// after the seq, or those on both sides of it. The page says that there is more where something was left out.
void fit(Page& page, const PageRequest& request, std::uint64_t bytes_max);

/// How many of the first of a list's entries weigh no more than `bytes_max` [octets] together; one at least, if there is
/// one.
template <std::ranges::forward_range Entries>
[[nodiscard]] std::ptrdiff_t count_that_fits(const Entries& entries, std::uint64_t bytes_max) {
    std::uint64_t bytes = 0;
    std::ptrdiff_t count = 0;
    for (const auto& entry : entries) {
        bytes += weight_of(entry);
        if (bytes > bytes_max && count > 0) break;
        ++count;
    }
    return count;
}

}  // namespace chat
