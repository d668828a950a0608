/// Ranks: the order in which a search shows messages, by their times; the column search_messages.rank.
///
/// Thread:     any. Pure functions.
/// Invariant:  ranks ascend with times; messages of one moment have ranks of their own, in the order in which they were indexed.
#pragma once

#include <algorithm>
#include <cstdint>

namespace store::postgres {

/// Messages of one millisecond have so many; the sequence search_ranks goes round through them.
inline constexpr std::int64_t kRanksOfMoment = std::int64_t{1} << 20;

/// A time as ranks have it: none before 1970 or after 2248.
[[nodiscard]] constexpr std::int64_t moment_of(std::int64_t time_ms) {
    constexpr std::int64_t kLast = (std::int64_t{1} << 43) - 2;
    return std::clamp<std::int64_t>(time_ms, 0, kLast);
}

/// The lowest rank that a message of that time can have.
[[nodiscard]] constexpr std::int64_t rank_of(std::int64_t time_ms) {
    return moment_of(time_ms) * kRanksOfMoment;
}

}  // namespace store::postgres
