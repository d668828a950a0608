/// Served: an http::Server on one loop that the test runs by hand, on a clock that the test moves.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"
#include "loop/event_loop.h"
#include "net/http/server.h"
#include "net/tcp/test_peer.h"
#include "net/websocket/connection.h"
#include "net/wire.h"
#include "support/manual_clock.h"

namespace support {

inline net::http::Response text_response(std::string body, std::uint16_t status = 200) {
    net::http::Response response;
    response.status = status;
    response.body = base::SharedBytes(std::move(body));
    return response;
}

/// Answers "<method number> <target> <body>", until a test says otherwise.
class TestHandler final : public net::http::Handler {
public:
    std::uint64_t body_bytes_max(const net::http::Request& head,
                                 const net::http::Limits& limits) const override {
        return limit ? limit(head) : limits.body_bytes_max;
    }

    net::http::BodyBegun begin_body(const net::http::Request& head) override {
        return begin ? begin(head) : nullptr;
    }

    void handle(net::http::Request request, net::http::Exchange exchange) override {
        ++requests;
        if (answer) {
            answer(std::move(request), std::move(exchange));
            return;
        }
        exchange.respond(text_response(request.target + "|" + request.body));
    }

    std::function<std::uint64_t(const net::http::Request&)> limit;
    std::function<net::http::BodyBegun(const net::http::Request&)> begin;
    std::function<void(net::http::Request, net::http::Exchange)> answer;
    int requests = 0;
};

struct Served {
    explicit Served(net::http::Limits limits = {})
        : server(std::vector<net::Wire*>{&wire}, std::vector<net::http::Handler*>{&handler},
                 limits) {
        const auto bound = server.listen("127.0.0.1:0");
        EXPECT_TRUE(bound) << (bound ? "" : bound.error().message);
        port = bound.value_or(0);
    }

    TestPeer connect(int receive_buffer_bytes = 0) { return {loop, port, receive_buffer_bytes}; }

    /// Lets time pass and its timers fire.
    void pass(std::chrono::milliseconds time) {
        clock.advance(time);
        loop.run_ready();
    }

    /// A line of the metrics page, as "net_sends_total 3".
    [[nodiscard]] bool has_metric(const std::string& line) const {
        return ("\n" + metrics.render()).find("\n" + line + "\n") != std::string::npos;
    }

    ManualClock clock;
    loop::EventLoop loop{clock};
    base::Metrics metrics;
    net::Wire wire{loop, metrics, base::Log::none()};
    TestHandler handler;
    net::http::Server server;
    std::uint16_t port = 0;
};

}  // namespace support
