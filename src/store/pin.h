/// Pins: whether a message may become one of its room's pins, or no longer.
///
/// Thread:     any. Pure functions.
/// Elsewhere:  whether the message is there at all is change.h.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "chat/event.h"
#include "chat/store.h"

namespace store {

/// What a store knows of the pins of a room.
struct PinFacts {
    enum class Target : std::uint8_t { loose, pinned } target = Target::loose;
    std::size_t pins = 0;
};

/// append  is_about_pin, of a message that is there
/// errors  no_change, too_many_pins
[[nodiscard]] inline base::Result<void, chat::StoreError> judge_pin(const PinFacts& facts,
                                                                    const chat::Append& append) {
    const bool is_on = append.kind == chat::EventKind::message_pinned;
    const bool is_pinned = facts.target == PinFacts::Target::pinned;
    if (is_on == is_pinned) return base::fail(chat::StoreError::no_change);
    if (is_on && facts.pins >= chat::kPinsMax) return base::fail(chat::StoreError::too_many_pins);
    return {};
}

}  // namespace store
