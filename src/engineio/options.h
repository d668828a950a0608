/// Options of an Engine.IO endpoint; the defaults are the reference implementation's.
///
/// Thread:     any. A value.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace engineio {

enum class Compression : std::uint8_t { off, on };

struct Options {
    std::string path = "/socket.io/";  ///< requests are served with and without the last slash

    std::chrono::milliseconds ping_interval{25'000};    ///< "pingInterval"
    std::chrono::milliseconds ping_timeout{20'000};     ///< "pingTimeout"
    std::chrono::milliseconds upgrade_timeout{10'000};  ///< a probe not finished by then is closed

    std::uint64_t payload_bytes_max = 1'000'000;  ///< "maxPayload"; larger: 413, or close 1009
    std::uint64_t send_queue_bytes_max =
        std::uint64_t{1024} * 1024;  ///< of one session; larger: the reader is slow, closed

    std::size_t sessions_max = 200'000;  ///< on all loops; more: 503

    /// This node's name among several, for the sids of its sessions (see sid.h): 1 to 32 of a-z, 0-9 and '-'. Empty: there
    /// is one node, sids name none, and nothing is relayed.
    std::string node{};
    std::size_t relays_max =
        10'000;  ///< requests and WebSockets of other nodes' sessions; more: 503

    /// Who may use the endpoint from a browser: exact values of Origin, or "*" for everyone. Requests without an
    /// Origin (not from a page) and from the endpoint's own host are always allowed.
    std::vector<std::string> allowed_origins{};

    /// gzip or deflate for polling answers above this size, when the client takes it.
    Compression polling_compression = Compression::on;
    std::size_t compression_bytes_min = 1024;
    /// permessage-deflate on WebSockets.
    Compression websocket_compression = Compression::off;
};

}  // namespace engineio
