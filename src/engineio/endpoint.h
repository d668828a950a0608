/// Endpoint: the sessions of one loop, and HTTP around them.
///
/// Thread:     loop; made and destroyed while it does not run.
/// Owns:       its sessions, the WebSockets that say goodbye, and what it relays to other nodes.
/// Invariant:  a request of another loop's session is moved to that loop, one of another node's is relayed there, once; a refused request leaves nothing behind. Of one
///             session at most one POST is being read.
/// Elsewhere:  all loops together are server.h; one session is session.h.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "engineio/content_coding.h"
#include "engineio/metrics.h"
#include "engineio/options.h"
#include "engineio/owners.h"
#include "engineio/packet.h"
#include "engineio/post_marks.h"
#include "engineio/refusal.h"
#include "engineio/session.h"
#include "engineio/session_host.h"
#include "engineio/session_id.h"
#include "engineio/websocket_transport.h"
#include "loop/turn_hook.h"
#include "net/http/body_reading.h"
#include "net/http/cors.h"
#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/http/relay.h"
#include "net/http/server.h"
#include "net/tape.h"
#include "net/tcp/address.h"
#include "net/tcp/seat.h"
#include "net/wire.h"

namespace engineio {

class Endpoint;

/// Makes the application of a new session.
using SessionHandler =
    std::move_only_function<std::unique_ptr<Application>(std::size_t loop, Session& session) const>;

/// What the endpoints of all loops share.
struct EndpointShared {
    Options options;
    EngineMetrics metrics;
    net::http::Cors cors;
    base::Random& random;
    SessionHandler on_session;
    const Owners* owners;  ///< nullptr: there is no other node
    net::tcp::Seats relay_seats;
    std::vector<net::Wire*> wires;
    std::vector<std::unique_ptr<Endpoint>> endpoints;  ///< in the order of their loops
    std::atomic<std::size_t> sessions{0};
    std::atomic<bool> is_draining{false};
};

class Endpoint final : public net::http::Handler, public SessionHost, private loop::TurnHook {
public:
    Endpoint(EndpointShared& shared, std::uint32_t index);
    ~Endpoint() override;

    [[nodiscard]] std::uint64_t body_bytes_max(const net::http::Request& head,
                                               const net::http::Limits& limits) const override;
    [[nodiscard]] net::http::BodyBegun begin_body(const net::http::Request& head) override;
    void handle(net::http::Request request, net::http::Exchange exchange) override;

    [[nodiscard]] net::Wire& wire() const { return wire_; }

    /// Ends all sessions of this loop, spread evenly over `spread`.
    void shut_down(std::chrono::milliseconds spread);

    [[nodiscard]] net::Tape& tape() override { return wire_.tape(); }
    [[nodiscard]] base::SteadyTime now() const override;
    void at_end_of_turn(loop::TurnHook& hook) override;
    void retire(Session& session) override;
    void linger(std::unique_ptr<WebSocketTransport> transport) override;
    void bury(WebSocketTransport& transport) override;

private:
    void on_turn_end() override { graveyard_.clear(); }

    void on_handshake(const net::http::Request& request, net::http::Exchange exchange,
                      TransportKind transport);
    void on_session_request(const net::http::Request& request, net::http::Exchange exchange,
                            TransportKind transport, const SessionId& id);
    void on_foreign_request(net::http::Request request, net::http::Exchange exchange,
                            TransportKind transport, std::string_view node);
    void on_websocket_request(const net::http::Request& request, net::http::Exchange exchange,
                              Session& session);
    void on_poll_request(const net::http::Request& request, net::http::Exchange exchange,
                         Session& session);
    void on_post_request(const net::http::Request& request, net::http::Exchange exchange,
                         Session& session);

    [[nodiscard]] Session* find(const SessionId& id) const;
    Session& make_session(const net::http::Request& request);
    [[nodiscard]] std::unique_ptr<net::websocket::Connection> accept_websocket(
        const net::http::Request& request, net::http::Exchange& exchange) const;
    [[nodiscard]] PollReply make_reply(const net::http::Request& request,
                                       net::http::Exchange exchange) const;
    void refuse(const net::http::Request& request, net::http::Exchange& exchange,
                Refusal refusal) const;
    [[nodiscard]] std::optional<net::tcp::Address> address_of(std::string_view node) const;

    EndpointShared& shared_;
    std::uint32_t index_;
    net::Wire& wire_;
    std::vector<std::unique_ptr<Session>> slots_;
    std::vector<std::uint32_t> free_slots_;
    PostMarks posts_;  // other loops look into it
    net::http::Relays relays_;
    std::vector<std::unique_ptr<Session>> graveyard_;  // emptied at the end of the turn
    std::unordered_map<WebSocketTransport*, std::unique_ptr<WebSocketTransport>> lingering_;
};

}  // namespace engineio
