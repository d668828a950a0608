/// Routes: which handler a request is for, by its path; several endpoints under one HTTP server.
///
/// Thread:     loop; filled before it runs. One for each loop.
/// Owns:       nothing; the handlers outlive it.
/// Elsewhere:  an application with pages of its own has its own handler instead.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/body_reading.h"
#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/http/server.h"

namespace engineio {

class Routes final : public net::http::Handler {
public:
    /// Adds what `server` serves (an engineio::Server or a socketio::Server).
    template <typename Server>
    void add(Server& server, std::size_t loop) {
        routes_.emplace_back([&server](std::string_view path) { return server.serves(path); },
                             &server.handler(loop));
    }

    [[nodiscard]] std::uint64_t body_bytes_max(const net::http::Request& head,
                                               const net::http::Limits& limits) const override;

    [[nodiscard]] net::http::BodyBegun begin_body(const net::http::Request& head) override;

    /// Nobody's path: 404.
    void handle(net::http::Request request, net::http::Exchange exchange) override;

private:
    [[nodiscard]] net::http::Handler* find(std::string_view path) const;

    using Serves = std::move_only_function<bool(std::string_view path) const>;
    std::vector<std::pair<Serves, net::http::Handler*>> routes_;
};

}  // namespace engineio
