/// Standalone: loops, wires and one HTTP server for programs that are nothing but their endpoints.
///
/// Thread:     main. Make it first, the servers after it.
/// Owns:       all of that, the clock, the random numbers and the metrics.
/// Invariant:  nothing runs before run() and after it, so servers may be made and destroyed around it.
/// Elsewhere:  programs with more in them wire these parts themselves.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "engineio/routes.h"
#include "loop/loop_group.h"
#include "net/http/server.h"
#include "net/wire.h"

namespace engineio {

class Standalone {
public:
    /// From now on SIGINT and SIGTERM wait for run().
    ///
    /// loops  how many, 0 for one per core
    explicit Standalone(std::size_t loops = 0);
    ~Standalone();
    Standalone(const Standalone&) = delete;
    Standalone& operator=(const Standalone&) = delete;

    [[nodiscard]] std::span<net::Wire* const> wires() const { return wires_; }
    [[nodiscard]] base::Random& random() { return random_; }
    [[nodiscard]] base::Metrics& metrics() { return metrics_; }

    /// Serves what `server` serves (an engineio::Server or a socketio::Server).
    template <typename Server>
    void mount(Server& server) {
        for (std::size_t loop = 0; loop < routes_.size(); ++loop)
            routes_[loop].add(server, loop);
        mounted_.push_back({.close = [&server] { server.close_all(std::chrono::milliseconds(0)); },
                            .sessions = [&server] { return server.sessions(); }});
    }

    /// Everything is mounted.
    ///
    /// address  "127.0.0.1:3000"; port 0 for any free one
    /// returns  the port
    base::Result<std::uint16_t, net::http::ListenError> listen(const std::string& address);

    /// Serves until SIGINT or SIGTERM, then says goodbye to everyone.
    void run();

private:
    struct Mounted {
        std::function<void()> close;
        std::function<std::size_t()> sessions;
    };
    [[nodiscard]] bool is_anyone_left() const;

    base::SystemClock clock_;
    base::SystemRandom random_;
    base::Metrics metrics_;
    loop::LoopGroup loops_;
    std::deque<net::Wire> wire_store_;
    std::vector<net::Wire*> wires_;
    std::deque<Routes> routes_;
    std::vector<Mounted> mounted_;
    std::unique_ptr<net::http::Server> http_;
};

}  // namespace engineio
