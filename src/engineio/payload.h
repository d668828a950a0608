/// Payloads: the packets of one polling body, parted by U+001E; binary messages as "b" and base64.
///
/// Thread:     any. Pure functions over the caller's bytes.
/// Owns:       nothing but the binary message decoded last.
/// Invariant:  decode(encode(packets)) gives the same packets in the same order.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "engineio/frames.h"

namespace engineio {

enum class PayloadError {
    packet_empty,    ///< nothing between two separators
    type_unknown,    ///< neither a packet type nor "b"
    base64_invalid,  ///< behind a "b"
};

/// Appends one packet, with the separator when it is not the first.
///
/// packet  a text packet with its type digit, or a binary message's data
void append_packet(std::string& payload, MessageKind kind, std::string_view packet);

/// Appends all packets of `frames`.
void append_frames(std::string& payload, const Frames& frames);

/// Takes the packets out of a body, one after the other.
class PayloadReader {
public:
    explicit PayloadReader(std::string_view body) : rest_(body) {}

    /// returns  the next packet (good until the next call), nullopt behind the last
    base::Result<std::optional<std::pair<MessageKind, std::string_view>>, PayloadError> next();

private:
    std::optional<std::string_view> rest_;  ///< nullopt: the last one was taken
    std::string binary_;
};

}  // namespace engineio
