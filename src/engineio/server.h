/// engineio::Server: Engine.IO v4 on all loops, under one path of an HTTP server.
///
/// Thread:     main to make and destroy, while no loop runs; each function says its own.
/// Owns:       one Endpoint for each loop.
/// Elsewhere:  one loop is endpoint.h, one client is session.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "base/metrics.h"
#include "base/random.h"
#include "engineio/endpoint.h"
#include "engineio/options.h"
#include "engineio/owners.h"
#include "engineio/session_host.h"
#include "loop/event_loop.h"
#include "net/http/server.h"
#include "net/wire.h"

namespace engineio {

class Server {
public:
    /// wires       one for each loop; they outlive the server
    /// on_session  makes each session's application; called on the session's loop
    /// owners      the other nodes; nullptr: there are none
    Server(std::span<net::Wire* const> wires, const Options& options, base::Random& random,
           base::Metrics& metrics, SessionHandler on_session, const Owners* owners = nullptr);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] const Options& options() const { return shared_.options; }
    [[nodiscard]] std::size_t loops() const { return shared_.endpoints.size(); }

    /// Any thread.
    [[nodiscard]] net::http::Handler& handler(std::size_t loop);
    [[nodiscard]] SessionHost& host(std::size_t loop);
    [[nodiscard]] loop::EventLoop& loop(std::size_t loop) const;

    /// Whether a request's path (without its query) is this server's. Any thread.
    [[nodiscard]] bool serves(std::string_view path) const;

    /// Ends all sessions, spread evenly over `spread`; new ones are refused with 503 from now on. Any thread.
    void close_all(std::chrono::milliseconds spread);

    /// Sessions open now. Any thread.
    [[nodiscard]] std::size_t sessions() const { return shared_.sessions; }

private:
    EndpointShared shared_;
};

}  // namespace engineio
