/// Names of the domain. Strings on the wire, never mistaken for each other in code.
///
/// Thread:     any. Values.
#pragma once

#include <cstdint>

#include "base/strong_id.h"

namespace chat {

using UserId = base::StrongId<struct UserTag>;
using RoomId = base::StrongId<struct RoomTag>;

/// Made by the client, once for each message and the same for each retry; unique per author and room.
using Nonce = base::StrongId<struct NonceTag>;

/// One live connection of a person. The outside chooses the number; it is never used twice.
using ConnectionId = base::StrongId<struct ConnectionTag, std::uint64_t>;

/// Place of an event in its room's log: 1, 2, 3 ... without gaps. 0 stands before the first.
using Seq = std::uint64_t;

/// The how manieth message of the room; other events do not count.
using Ordinal = std::uint64_t;

/// The room that everybody is in.
inline const RoomId kLobby{"lobby"};

}  // namespace chat
