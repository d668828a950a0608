/// Matching: whether a text has what a query wants, and where.
///
/// Thread:     any. Pure functions.
/// Elsewhere:  stores find candidates in their own ways; this is what decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chat/search_query.h"

namespace chat {

/// A part of a text, in UTF-16 code units.
struct Mark {
    std::uint32_t start = 0;
    std::uint32_t length = 0;

    friend bool operator==(const Mark&, const Mark&) = default;
};

/// A message of one word, again and again, is not marked to its end.
inline constexpr std::size_t kMarksMax = 64;

/// Where the wanted terms are in `text`: the first kMarksMax, ascending, not overlapping. nullopt: one is missing, or an excluded one is there.
[[nodiscard]] std::optional<std::vector<Mark>> match(std::string_view text,
                                                     const std::vector<SearchTerm>& wanted,
                                                     const std::vector<SearchTerm>& excluded);

}  // namespace chat
