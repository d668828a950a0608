/// Restraints: what keeps people from writing in a room, and whether an append that changes it may take its place.
///
/// Thread:     any. Pure functions.
/// Elsewhere:  what the texts of such events say is chat/restraint_words.h.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "chat/event.h"
#include "chat/room.h"
#include "chat/store.h"

namespace store {

/// Whether it is about who may write in the room, or how fast.
[[nodiscard]] constexpr bool is_restraint(chat::EventKind kind) {
    return chat::is_about_mute(kind) || kind == chat::EventKind::slow_mode_set;
}

/// now     the mute that is kept of the actor; may be over
/// append  is_about_mute
/// errors  no_change
[[nodiscard]] base::Result<void, chat::StoreError> judge_mute(const std::optional<chat::Mute>& now,
                                                              const chat::Append& append);

/// now     the room's slow mode in seconds
/// errors  no_change
[[nodiscard]] base::Result<void, chat::StoreError> judge_slow_mode(std::uint32_t now,
                                                                   const chat::Append& append);

}  // namespace store
