/// Event: one entry of a room's log, as it was committed.
///
/// Thread:     any. A value.
/// Invariant:  (room, seq) names one event for ever; its contents never change.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "chat/ids.h"

namespace chat {

/// The numbers are kept in stores; never reuse one.
enum class EventKind : std::uint8_t {
    message = 1,
    member_joined = 2,  ///< a membership began
    member_left = 3,    ///< a membership ended
};

struct Event {
    RoomId room;
    Seq seq = 0;
    Ordinal ordinal = 0;  ///< messages of the room up to and including this event
    EventKind kind = EventKind::message;
    UserId actor;
    std::string nickname;  ///< of the actor when it happened
    base::WallTime time{};
    std::string text;  ///< of a message; else empty
    Nonce nonce;       ///< of a message; else empty

    friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace chat
