#include "engineio/server.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/metrics.h"
#include "base/random.h"
#include "engineio/endpoint.h"
#include "engineio/metrics.h"
#include "engineio/options.h"
#include "engineio/owners.h"
#include "engineio/session_host.h"
#include "engineio/session_id.h"
#include "engineio/sid.h"
#include "loop/event_loop.h"
#include "net/http/cors.h"
#include "net/http/server.h"
#include "net/tcp/seat.h"
#include "net/wire.h"

namespace engineio {

Server::Server(std::span<net::Wire* const> wires, const Options& options, base::Random& random,
               base::Metrics& metrics, SessionHandler on_session, const Owners* owners)
    : shared_{.options = options,
              .metrics = EngineMetrics(metrics),
              .cors = net::http::Cors(options.allowed_origins),
              .random = random,
              .on_session = std::move(on_session),
              .owners = owners,
              .relay_seats = net::tcp::Seats(options.relays_max),
              .wires = std::vector<net::Wire*>(wires.begin(), wires.end()),
              .endpoints = {}} {
    CHECK(!wires.empty());
    CHECK(wires.size() <= SessionId::kLoopsMax);
    CHECK(shared_.options.path.starts_with('/'));
    CHECK(shared_.options.node.empty() || is_node_name(shared_.options.node));
    for (std::uint32_t i = 0; i < wires.size(); ++i)
        shared_.endpoints.push_back(std::make_unique<Endpoint>(shared_, i));
}

Server::~Server() = default;

net::http::Handler& Server::handler(std::size_t loop) {
    return *shared_.endpoints.at(loop);
}

SessionHost& Server::host(std::size_t loop) {
    return *shared_.endpoints.at(loop);
}

loop::EventLoop& Server::loop(std::size_t loop) const {
    return shared_.endpoints.at(loop)->wire().loop();
}

bool Server::serves(std::string_view path) const {
    std::string_view own = shared_.options.path;
    if (own.ends_with('/')) own.remove_suffix(1);
    if (path.ends_with('/')) path.remove_suffix(1);
    return path == own;
}

void Server::close_all(std::chrono::milliseconds spread) {
    shared_.is_draining = true;
    for (const auto& endpoint : shared_.endpoints)
        endpoint->wire().loop().post(
            [&endpoint = *endpoint, spread] { endpoint.shut_down(spread); });
}

}  // namespace engineio
