/// The server's side of the opening handshake (RFC 6455 §4.2), over plain header values.
///
/// Thread:     any. Pure functions.
/// Owns:       nothing.
/// Elsewhere:  reading and writing HTTP is net/http; choosing an extension is deflate.h; who may
///             connect (Origin) is decided above.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace net::websocket {

/// What the handshake looks at. A header that is absent is empty; one that came several times is
/// joined by ", " (a repeated key or version then is invalid, as §11.3 wants it).
struct HandshakeRequest {
    std::string_view method;
    unsigned http_version = 11;   ///< 10 * major + minor
    std::string_view upgrade;     ///< Upgrade
    std::string_view connection;  ///< Connection
    std::string_view version;     ///< Sec-WebSocket-Version
    std::string_view key;         ///< Sec-WebSocket-Key
};

enum class HandshakeError : std::uint8_t {
    method_not_get,          ///< §4.2.1 1   answer 400
    http_version_too_old,    ///< §4.2.1 1   answer 400
    upgrade_not_websocket,   ///< §4.2.1 3   answer 400
    connection_not_upgrade,  ///< §4.2.1 4   answer 400
    version_not_supported,   ///< §4.2.2 4   answer 426 with Sec-WebSocket-Version: 13
    key_invalid,             ///< §4.2.1 5   answer 400
};

/// The one version there is, for the answer to version_not_supported.
inline constexpr std::string_view kSupportedVersion = "13";

/// True when the request asks to become a WebSocket at all (the Upgrade header has the token);
/// whether it does so rightly is accept_handshake's answer.
[[nodiscard]] bool wants_websocket(std::string_view upgrade);

/// Judges the request.
///
/// returns  the value of `Sec-WebSocket-Accept` for the answer 101
/// errors   the first rule broken, in the order of HandshakeError
[[nodiscard]] base::Result<std::string, HandshakeError> accept_handshake(
    const HandshakeRequest& request);

/// 400 or 426.
[[nodiscard]] unsigned http_status(HandshakeError error);

/// The enumerator's name, for logs and metric labels.
[[nodiscard]] std::string_view name(HandshakeError error);

/// base64(SHA-1(key + the RFC's GUID)), §4.2.2 5.4. Clients check the answer with it.
[[nodiscard]] std::string accept_value(std::string_view key);

}  // namespace net::websocket
