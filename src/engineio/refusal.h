/// Refusal: the rule a request broke, and the answer to it.
///
/// Thread:     any. A value and pure functions.
/// Elsewhere:  which rule comes first is request.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace engineio {

enum class Refusal : std::uint8_t {
    transport_unknown,   ///< code 0  neither "polling" nor "websocket"
    origin_malformed,    ///< code 3  an Origin no field value may be
    session_unknown,     ///< code 1  no session of that sid
    transport_mismatch,  ///< code 3  the session is on another transport
    handshake_method,    ///< code 2  a handshake is a GET
    websocket_expected,  ///< code 3  transport=websocket without an upgrade, or an upgrade for polling
    origin_forbidden,         ///< code 4  not among the allowed origins
    protocol_version,         ///< code 5  not EIO=4
    method_unknown,           ///< code 3  a session's request that is neither GET nor POST
    poll_overlap,             ///< code 3  a second GET while one is held
    post_overlap,             ///< code 3  a second POST while one is being read
    payload_invalid,          ///< code 3  a body that is no payload
    content_type_unexpected,  ///< code 3  application/octet-stream
    draining,                 ///< no code: 503, the server is about to end
    sessions_full,            ///< no code: 503, Options::sessions_max is reached
    relays_full,              ///< no code: 503, Options::relays_max or the limit of connections is
};

inline constexpr std::size_t kRefusals = 16;

/// 400, 403 or 503.
[[nodiscard]] std::uint16_t http_status(Refusal refusal);

/// {"code":3,"message":"Bad request"}
[[nodiscard]] std::string body(Refusal refusal);

/// The enumerator's name, for metric labels.
[[nodiscard]] std::string_view name(Refusal refusal);

}  // namespace engineio
