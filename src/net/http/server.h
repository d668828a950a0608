/// http::Server: listens on every loop, reads requests within their limits, and hands them to a handler.
///
/// Thread:     main to make, start and stop; handlers run on the loop of the connection.
/// Owns:       the listeners and the HTTP connections of all its loops.
/// Elsewhere:  one connection is connection.h; limits stand in docs/limits.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/network.h"
#include "base/result.h"
#include "net/http/body_reading.h"
#include "net/http/exchange.h"
#include "net/http/message.h"

namespace net::http {

struct Limits {
    std::uint64_t head_bytes_max =
        std::uint64_t{16} * 1024;              ///< request line and fields; over: 431
    std::uint64_t body_bytes_max = 1'000'000;  ///< over, by announcement or by count: 413 and close
    std::uint32_t pipelined_bytes_max =
        64 * 1024;  ///< read ahead of the answer; over: reading pauses
    std::chrono::milliseconds head_timeout{
        10'000};  ///< from the first octet to the end of the head: 408
    std::chrono::milliseconds body_timeout{30'000};  ///< from the head to the end of the body: 408
    std::chrono::milliseconds keep_alive_timeout{75'000};  ///< idle between requests: closed
    std::uint64_t connections_max =
        0;  ///< of all loops; 0: from the open-file limit; over: 503 and close
    /// Whose word in X-Forwarded-For is believed. Not a limit, but by whose address limits count.
    std::vector<base::Network> trusted_proxies{};
};

/// One per loop, so a handler never needs a lock.
class Handler {
public:
    virtual ~Handler() = default;

    /// Asked when the head is complete and before the body is read.
    ///
    /// returns  how many body octets this request may have (not above Limits::body_bytes_max by default)
    [[nodiscard]] virtual std::uint64_t body_bytes_max(const Request& head,
                                                       const Limits& limits) const {
        (void)head;
        return limits.body_bytes_max;
    }

    /// Told when a head is complete whose body, within its limit, is to be read now. Handlers that hand requests on to
    /// others hand this on too.
    [[nodiscard]] virtual BodyBegun begin_body(const Request& head) {
        (void)head;
        return nullptr;
    }

    /// A whole request, or one whose body begin_body() left. Answer through `exchange`, now or later.
    virtual void handle(Request request, Exchange exchange) = 0;
};

struct ListenError {
    std::string message;  ///< one sentence a person can act on
};

class Server {
public:
    /// One wire and one handler for each loop, in the same order.
    Server(std::span<Wire* const> wires, std::span<Handler* const> handlers, Limits limits);
    ~Server();

    /// Binds `address` ("127.0.0.1:8080", "[::1]:0") on every loop with SO_REUSEPORT, or on the first only when the
    /// kernel will not. A port already in use by another process is an error, although SO_REUSEPORT would share it.
    /// returns  the port that was bound
    base::Result<std::uint16_t, ListenError> listen(const std::string& address);

    /// No new connections; idle ones are closed, busy ones after their answer.
    void stop_accepting();

    /// Closes everything at once.
    void close();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace net::http
