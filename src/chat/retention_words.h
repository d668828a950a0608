/// RetentionWords: how an event's text says how long a room keeps its messages, and how many of them are gone.
///
/// Thread:     any. Pure functions.
/// Invariant:  what words_of_...() write, the others read. A text that is none of theirs is 0: for ever, or none.
/// Elsewhere:  the events are event.h; stores keep their texts as they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "chat/ids.h"

namespace chat {

inline constexpr std::uint32_t kRetentionDaysMax = 3650;

/// Days; empty: for ever.
[[nodiscard]] std::string words_of_retention(std::uint32_t days);
/// More than kRetentionDaysMax is that.
[[nodiscard]] std::uint32_t retention_of(std::string_view words);

/// Messages.
[[nodiscard]] std::string words_of_expired(Ordinal messages);
[[nodiscard]] Ordinal expired_of(std::string_view words);

}  // namespace chat
