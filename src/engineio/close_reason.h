/// CloseReason: why a session ended.
///
/// Thread:     any. A value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace engineio {

enum class CloseReason : std::uint8_t {
    transport_close,  ///< the peer said goodbye or its connection is gone
    transport_error,  ///< it broke a rule of the transport, or was too slow to read
    parse_error,      ///< it sent what is no packet
    ping_timeout,     ///< no pong in time
    forced_close,     ///< the application closed it
    server_shutdown,
};

inline constexpr std::size_t kCloseReasons = 6;

/// As Socket.IO writes it: "transport close", ...
[[nodiscard]] std::string_view text(CloseReason reason);

}  // namespace engineio
