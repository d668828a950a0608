/// Mentions: whom a text means by `@ada` or `@"ada lovelace"`, and whether by `@here` everybody who is there.
///
/// Thread:     any. Pure functions.
/// Elsewhere:  docs/protocol/events.md says it to others; the web client reads texts alike (ui/mentions.tsx).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chat {

/// The keys (names.h) of the names that are meant, each once, in their order; what is code means nobody, and `@here` is
/// no name.
///
/// text  valid UTF-8
[[nodiscard]] std::vector<std::string> mentioned_keys(std::string_view text, std::size_t names_max);

/// Whether `@here` stands there as a name could, in these very letters.
[[nodiscard]] bool means_here(std::string_view text);

}  // namespace chat
