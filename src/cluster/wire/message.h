/// The octets of a bus message: one JSON object
///
///     {"v":1,"from":"k3v9x2ab","kind":"room_head","body":{"room":"tea","head":7}}
///
/// v      kVersion of the node that wrote it. A version adds fields and kinds and never gives one that is there another
///        meaning, so that nodes of neighbouring versions understand each other: a change that cannot be made so is a new
///        kind. The number itself decides nothing; it is for people who look at what travels.
/// from   the node that says it
/// kind   which of chat::BusMessage; one that this version does not know is ignored
/// body   its fields, by the names they have in chat. What is missing is as it is in a new value, which is why what is as
///        usual is not written; what is not known is ignored. Enumerators are numbers; a message with one that this
///        version does not know is ignored as a whole, for what it says cannot be held.
///
/// Thread:     any. Pure functions.
/// Invariant:  decode(encode(x)) == x. No octets make decode() throw or take more than a few times their own size.
/// Elsewhere:  the bodies are events.h, rooms.h, people.h and nodes.h. docs/adr/0027 says why it is JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "chat/bus_message.h"

namespace cluster::wire {

inline constexpr std::uint64_t kVersion = 1;
/// What a NATS server takes unless it is told otherwise.
inline constexpr std::size_t kMessageBytesMax = 1'048'576;
inline constexpr std::size_t kNodeIdBytesMax = 64;

enum class WireError : std::uint8_t {
    too_long,      ///< over kMessageBytesMax; not looked at
    not_json,      ///< or nested deeper than any message is
    not_envelope,  ///< v, from, kind or body is missing or of another type
    not_body,      ///< a field is, or has a value that it never has
};

struct Said {
    chat::NodeId from;
    chat::BusMessage message;
};

[[nodiscard]] std::string encode(const chat::NodeId& from, const chat::BusMessage& message);

/// returns  nullopt when it is of a kind or holds a value that this version does not know
[[nodiscard]] base::Result<std::optional<Said>, WireError> decode(std::string_view octets);

}  // namespace cluster::wire
