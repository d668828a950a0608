#include "net/websocket/close.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/result.h"
#include "base/utf8.h"
#include "net/websocket/protocol_error.h"

namespace net::websocket {

CloseCode close_code(ProtocolError error) {
    switch (error) {
        case ProtocolError::reserved_bit_set:
        case ProtocolError::opcode_reserved:
        case ProtocolError::control_fragmented:
        case ProtocolError::control_too_long:
        case ProtocolError::mask_missing:
        case ProtocolError::mask_forbidden:
        case ProtocolError::length_not_minimal:
        case ProtocolError::length_out_of_range:
        case ProtocolError::continuation_without_start:
        case ProtocolError::message_interleaved:
        case ProtocolError::close_payload_too_short:
        case ProtocolError::close_code_invalid:
            return CloseCode::protocol_error;
        case ProtocolError::deflate_invalid:
        case ProtocolError::text_not_utf8:
        case ProtocolError::close_reason_not_utf8:
            return CloseCode::invalid_payload;
        case ProtocolError::message_too_long:
            return CloseCode::message_too_big;
        case ProtocolError::too_many_fragments:
            return CloseCode::policy_violation;
    }
    return CloseCode::protocol_error;
}

bool may_be_sent(CloseCode code) {
    const auto number = static_cast<std::uint16_t>(code);
    if (number >= 3000 && number <= 4999) return true;
    if (number >= 1007 && number <= 1014) return true;
    return number >= 1000 && number <= 1003;
}

base::Result<CloseStatus, ProtocolError> decode_close(std::string_view payload) {
    if (payload.empty()) return CloseStatus{};
    if (payload.size() < 2) return base::fail(ProtocolError::close_payload_too_short);

    const unsigned high = static_cast<std::uint8_t>(payload[0]);
    const unsigned low = static_cast<std::uint8_t>(payload[1]);
    const auto code = static_cast<CloseCode>(high << 8U | low);
    if (!may_be_sent(code)) return base::fail(ProtocolError::close_code_invalid);

    const std::string_view reason = payload.substr(2);
    if (!base::is_utf8(reason)) return base::fail(ProtocolError::close_reason_not_utf8);
    return CloseStatus{.code = code, .reason = reason};
}

std::string encode_close(CloseCode code, std::string_view reason) {
    if (code == CloseCode::no_status) return {};
    CHECK(may_be_sent(code));
    DCHECK(base::is_utf8(reason));

    const auto number = static_cast<std::uint16_t>(code);
    std::string payload;
    payload.push_back(static_cast<char>(number >> 8U));
    payload.push_back(static_cast<char>(number & 0xFFU));
    payload += base::utf8_front(reason, kCloseReasonBytesMax);
    return payload;
}

}  // namespace net::websocket
