/// The close frame: why an endpoint ends the connection (RFC 6455 §5.5.1 and §7.4).
///
/// Thread:     any. Pure functions.
/// Owns:       nothing; a decoded reason points into the caller's bytes.
/// Invariant:  what decode_close accepts and encode_close makes is allowed on the wire.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/websocket/protocol_error.h"

namespace net::websocket {

/// Any number is a CloseCode (3000..4999 belong to libraries and applications); these have names.
enum class CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    protocol_error = 1002,
    unsupported_data = 1003,
    no_status = 1005,  ///< never on the wire: the close frame had no payload
    abnormal = 1006,   ///< never on the wire: the connection ended without a close frame
    invalid_payload = 1007,
    policy_violation = 1008,
    message_too_big = 1009,
    mandatory_extension = 1010,
    internal_error = 1011,
    service_restart = 1012,
    try_again_later = 1013,
    bad_gateway = 1014,
    tls_handshake = 1015,  ///< never on the wire
};

/// The code we close with when the peer broke this rule.
[[nodiscard]] CloseCode close_code(ProtocolError error);

/// What RFC 6455 §7.4 and the IANA registry allow inside a close frame: 1000..1003, 1007..1014, 3000..4999.
[[nodiscard]] bool may_be_sent(CloseCode code);

struct CloseStatus {
    CloseCode code = CloseCode::no_status;
    std::string_view reason;  ///< valid UTF-8, at most kCloseReasonBytesMax

    friend bool operator==(const CloseStatus&, const CloseStatus&) = default;
};

/// A control frame holds 125 octets (§5.5), the code takes two of them.
inline constexpr std::size_t kCloseReasonBytesMax = 123;

/// Reads the unmasked payload of a close frame; an empty one is CloseCode::no_status.
///
/// errors   close_payload_too_short  one octet                          §5.5.1  close 1002
///          close_code_invalid       a code not allowed on the wire     §7.4    close 1002
///          close_reason_not_utf8                                       §5.5.1  close 1007
[[nodiscard]] base::Result<CloseStatus, ProtocolError> decode_close(std::string_view payload);

/// Makes a close frame's payload (give it to append_frame with OpCode::close).
///
/// code     no_status makes an empty payload; other codes must be may_be_sent, else CHECK
/// reason   valid UTF-8; cut after the last whole character that fits
[[nodiscard]] std::string encode_close(CloseCode code, std::string_view reason);

}  // namespace net::websocket
