/// SearchQuery: what somebody typed into the search field, read.
///
/// Thread:     any. Values and pure functions.
/// Invariant:  a query that was read asks for something: a word, a phrase or a filter; its terms have words.
/// Elsewhere:  the language is docs/protocol/events.md; which texts fit is search_match.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace chat {

/// Words side by side.
struct SearchTerm {
    std::vector<std::string> words;  ///< folded (base/words.h); never empty
    /// Whether a word that only begins like the last one will do.
    enum class Last : std::uint8_t { whole, beginning } last = Last::whole;

    friend bool operator==(const SearchTerm&, const SearchTerm&) = default;
};

/// From `begin` to `end`, not with it.
struct TimeSpan {
    std::optional<base::WallTime> begin = std::nullopt;
    std::optional<base::WallTime> end = std::nullopt;

    [[nodiscard]] bool contains(base::WallTime time) const {
        return (!begin || time >= *begin) && (!end || time < *end);
    }
    [[nodiscard]] bool is_empty() const { return begin && end && *begin >= *end; }

    friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

struct SearchQuery {
    std::vector<SearchTerm> wanted;
    std::vector<SearchTerm> excluded;
    std::vector<std::string> from;  ///< nicknames as typed; any of them
    std::vector<std::string> in;    ///< rooms' names as typed; any of them
    TimeSpan sent;

    friend bool operator==(const SearchQuery&, const SearchQuery&) = default;
};

enum class QueryFault : std::uint8_t {
    empty,
    too_long,
    date,             ///< none that there is, from 1970 to 9999
    empty_filter,     ///< `from:` and nothing
    excluded_filter,  ///< `-from:ada`
    too_many_terms,
};

inline constexpr std::size_t kQueryCharactersMax = 200;
inline constexpr std::size_t kQueryTermsMax = 16;          ///< filters too
inline constexpr std::size_t kBeginningCharactersMin = 3;  ///< a shorter beginning is a whole word

/// typed  valid UTF-8
/// east   how far east of UTC its days are
[[nodiscard]] base::Result<SearchQuery, QueryFault> parse_search_query(std::string_view typed,
                                                                       base::Milliseconds east);

}  // namespace chat
