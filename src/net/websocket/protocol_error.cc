#include "net/websocket/protocol_error.h"

#include <string_view>

namespace net::websocket {

std::string_view name(ProtocolError error) {
    switch (error) {
        case ProtocolError::reserved_bit_set:
            return "reserved_bit_set";
        case ProtocolError::opcode_reserved:
            return "opcode_reserved";
        case ProtocolError::control_fragmented:
            return "control_fragmented";
        case ProtocolError::control_too_long:
            return "control_too_long";
        case ProtocolError::mask_missing:
            return "mask_missing";
        case ProtocolError::mask_forbidden:
            return "mask_forbidden";
        case ProtocolError::length_not_minimal:
            return "length_not_minimal";
        case ProtocolError::length_out_of_range:
            return "length_out_of_range";
        case ProtocolError::continuation_without_start:
            return "continuation_without_start";
        case ProtocolError::message_interleaved:
            return "message_interleaved";
        case ProtocolError::close_payload_too_short:
            return "close_payload_too_short";
        case ProtocolError::close_code_invalid:
            return "close_code_invalid";
        case ProtocolError::deflate_invalid:
            return "deflate_invalid";
        case ProtocolError::text_not_utf8:
            return "text_not_utf8";
        case ProtocolError::close_reason_not_utf8:
            return "close_reason_not_utf8";
        case ProtocolError::message_too_long:
            return "message_too_long";
        case ProtocolError::too_many_fragments:
            return "too_many_fragments";
    }
    return "unknown";
}

}  // namespace net::websocket
