/// RestraintWords: how an event's text says until when somebody is muted, and how slow a room is.
///
/// Thread:     any. Pure functions.
/// Invariant:  what words_of() writes, mute_of() and slow_mode_of() read; a text that is none of theirs is the most that
///             there is: for ever, or kSlowModeSecondsMax.
/// Elsewhere:  the events are event.h; stores keep their texts as they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "chat/room.h"

namespace chat {

/// Milliseconds since 1970; empty: for ever.
[[nodiscard]] std::string words_of(const Mute& mute);
[[nodiscard]] Mute mute_of(std::string_view words);

/// Seconds; empty: off.
[[nodiscard]] std::string words_of_slow_mode(std::uint32_t seconds);
[[nodiscard]] std::uint32_t slow_mode_of(std::string_view words);

}  // namespace chat
