/// Options of a Socket.IO server, and the bounds of what a client may send.
///
/// Thread:     any. A value.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "engineio/options.h"

namespace socketio {

/// What one packet may be; over: the connection is closed with "parse error".
struct PacketLimits {
    std::size_t attachments_max = 10;                ///< binary attachments of one packet
    std::uint64_t attachment_bytes_max = 4'000'000;  ///< of all attachments of one packet together
    std::size_t nesting_max = 32;                    ///< arrays and objects inside each other
    std::size_t namespace_bytes_max = 128;           ///< of a namespace's name
};

struct Options {
    engineio::Options engine{};
    /// A client that joins no namespace within this time is closed.
    std::chrono::milliseconds connect_timeout{45'000};
    PacketLimits packet{};
    std::size_t namespaces_per_client_max = 16;  ///< joined or asked for at once; over: closed
    std::size_t rooms_per_socket_max = 4096;     ///< over: join does nothing
    std::size_t acks_per_socket_max =
        256;  ///< server-to-client acks under way; over: the oldest gets no answer
};

}  // namespace socketio
