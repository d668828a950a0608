/// ProtocolError: the rule a WebSocket peer broke.
///
/// Thread:     any. A value.
/// Elsewhere:  the code each one closes with is close_code() in close.h.
#pragma once

#include <cstdint>
#include <string_view>

namespace net::websocket {

enum class ProtocolError : std::uint8_t {
    reserved_bit_set,     ///< RSV1..3 with no extension agreed, or not where it allows  §5.2  1002
    opcode_reserved,      ///< 3..7 and B..F                                             §5.2  1002
    control_fragmented,   ///< ping, pong or close without FIN                           §5.5  1002
    control_too_long,     ///< ping, pong or close over 125 octets                       §5.5  1002
    mask_missing,         ///< a client must mask                                        §5.1  1002
    mask_forbidden,       ///< a server must not                                         §5.1  1002
    length_not_minimal,   ///< a longer form of the length than needed                   §5.2  1002
    length_out_of_range,  ///< the most significant bit of a 64-bit length               §5.2  1002
    continuation_without_start,  ///< nothing to continue                                       §5.4  1002
    message_interleaved,  ///< a new message inside a fragmented one                     §5.4  1002
    close_payload_too_short,  ///< one octet                                               §5.5.1  1002
    close_code_invalid,  ///< not a code for the wire                                   §7.4  1002
    deflate_invalid,     ///< not what DEFLATE can make                 RFC 7692 §7.2.2  1007
    text_not_utf8,       ///<                                                           §8.1  1007
    close_reason_not_utf8,  ///<                                                           §8.1  1007
    message_too_long,    ///< over our limit, compressed or not                         §7.4  1009
    too_many_fragments,  ///< over our limit, empty ones count                          §7.4  1008
};

/// The enumerator's name, for logs and metric labels.
[[nodiscard]] std::string_view name(ProtocolError error);

}  // namespace net::websocket
