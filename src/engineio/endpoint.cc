#include "engineio/endpoint.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/shared_bytes.h"
#include "engineio/content_coding.h"
#include "engineio/options.h"
#include "engineio/packet.h"
#include "engineio/peer.h"
#include "engineio/refusal.h"
#include "engineio/request.h"
#include "engineio/session.h"
#include "engineio/session_host.h"
#include "engineio/session_id.h"
#include "engineio/sid.h"
#include "engineio/websocket_transport.h"
#include "loop/turn_hook.h"
#include "net/http/body_reading.h"
#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/http/relay.h"
#include "net/http/relay_head.h"
#include "net/http/server.h"
#include "net/tcp/address.h"
#include "net/websocket/connection.h"
#include "net/wire.h"

namespace engineio {

namespace {

using net::http::Exchange;
using net::http::Field;
using net::http::Method;
using net::http::Request;
using net::http::Response;

constexpr std::string_view kMethods = "GET,POST";

std::string bounded(std::string_view text) {
    return std::string(text.substr(0, kPeerTextBytesMax));
}

Peer peer_of(const Request& request) {
    return {.address = bounded(request.peer_address),
            .origin = bounded(request.field("Origin")),
            .user_agent = bounded(request.field("User-Agent")),
            .forwarded_for = bounded(request.field("X-Forwarded-For"))};
}

bool is_octet_stream(const Request& request) {
    return request.field("Content-Type").starts_with("application/octet-stream");
}

}  // namespace

Endpoint::Endpoint(EndpointShared& shared, std::uint32_t index)
    : SessionHost(shared.options, shared.metrics, shared.wires.at(index)->loop().timers()),
      shared_(shared),
      index_(index),
      wire_(*shared.wires.at(index)),
      relays_(wire_, shared.relay_seats) {}

Endpoint::~Endpoint() = default;

std::uint64_t Endpoint::body_bytes_max(const Request& head, const net::http::Limits&) const {
    return head.method == Method::post ? options().payload_bytes_max : 0;
}

/// What other rules refuse is read first and marks nothing. A second POST goes without its body to the session's loop,
/// where it meets all rules.
net::http::BodyBegun Endpoint::begin_body(const Request& head) {
    if (head.method != Method::post) return nullptr;
    const auto target = read_target(head);
    const auto sid = target ? parse_sid(target->sid) : std::nullopt;
    if (!sid || sid->node != options().node) return nullptr;
    if (sid->id.loop() >= shared_.endpoints.size()) return nullptr;
    if (!judge_session_request(head, target->transport, TransportKind::polling)) return nullptr;
    if (!shared_.cors.may_use(head)) return nullptr;
    return shared_.endpoints[sid->id.loop()]->posts_.begin(sid->id);
}

void Endpoint::handle(Request request, Exchange exchange) {
    if (request.method == Method::options)
        return exchange.respond(shared_.cors.preflight(request, kMethods));

    const auto target = read_target(request);
    if (!target) return refuse(request, exchange, target.error());
    if (target->sid.empty()) return on_handshake(request, std::move(exchange), target->transport);

    const auto sid = parse_sid(target->sid);
    if (sid && sid->node != options().node)
        return on_foreign_request(std::move(request), std::move(exchange), target->transport,
                                  sid->node);
    if (!sid || sid->id.loop() >= shared_.endpoints.size())
        return refuse(request, exchange, Refusal::session_unknown);
    if (sid->id.loop() == index_)
        return on_session_request(request, std::move(exchange), target->transport, sid->id);

    // Balancers and the kernel spread connections as they like; the session stays where it was born.
    shared_.metrics.moved.add();
    Endpoint& home = *shared_.endpoints[sid->id.loop()];
    exchange.move_to(home.wire_, std::move(request), [&home](Request moved, Exchange here) {
        home.handle(std::move(moved), std::move(here));
    });
}

void Endpoint::on_handshake(const Request& request, Exchange exchange, TransportKind transport) {
    if (const auto judged = judge_handshake(request, transport); !judged)
        return refuse(request, exchange, judged.error());
    if (!shared_.cors.may_use(request)) return refuse(request, exchange, Refusal::origin_forbidden);
    if (shared_.is_draining) return refuse(request, exchange, Refusal::draining);
    if (shared_.sessions >= options().sessions_max)
        return refuse(request, exchange, Refusal::sessions_full);

    if (transport == TransportKind::polling) {
        make_session(request).open_polling(make_reply(request, std::move(exchange)));
    } else if (auto connection = accept_websocket(request, exchange)) {
        make_session(request).open_websocket(std::move(connection));
    }
}

void Endpoint::on_session_request(const Request& request, Exchange exchange,
                                  TransportKind transport, const SessionId& id) {
    Session* const session = find(id);
    if (session == nullptr) return refuse(request, exchange, Refusal::session_unknown);
    const auto judged = judge_session_request(request, transport, session->transport());
    if (!judged) return refuse(request, exchange, judged.error());
    if (!shared_.cors.may_use(request)) return refuse(request, exchange, Refusal::origin_forbidden);

    if (transport == TransportKind::websocket) {
        on_websocket_request(request, std::move(exchange), *session);
    } else if (request.method == Method::get) {
        on_poll_request(request, std::move(exchange), *session);
    } else {
        on_post_request(request, std::move(exchange), *session);
    }
}

void Endpoint::on_websocket_request(const Request& request, Exchange exchange, Session& session) {
    if (auto connection = accept_websocket(request, exchange))
        session.on_probe(std::move(connection));
}

void Endpoint::on_poll_request(const Request& request, Exchange exchange, Session& session) {
    if (session.is_polled()) {
        session.on_poll_overlap();
        return refuse(request, exchange, Refusal::poll_overlap);
    }
    exchange.when_gone([&session] { session.on_poll_gone(); });
    session.on_poll(make_reply(request, std::move(exchange)));
}

void Endpoint::on_post_request(const Request& request, Exchange exchange, Session& session) {
    if (request.is_body_unread) {
        session.on_bad_post();
        return refuse(request, exchange, Refusal::post_overlap);
    }
    if (is_octet_stream(request)) {
        session.on_bad_post();
        return refuse(request, exchange, Refusal::content_type_unexpected);
    }
    if (session.on_post(request.body) == Session::PostVerdict::invalid)
        return refuse(request, exchange, Refusal::payload_invalid);

    Response response;
    // Browsers of old offered text/plain for download.
    response.fields = {{"Content-Type", "text/html"}, {"Cache-Control", "no-store"}};
    shared_.cors.append_fields(request, response.fields);
    response.static_body = "ok";
    exchange.respond(std::move(response));
}

/// A session of another node's. Whatever can be refused without asking that node is: it may be a made-up sid.
void Endpoint::on_foreign_request(Request request, Exchange exchange, TransportKind transport,
                                  std::string_view node) {
    const bool was_relayed = !request.field(net::http::kRelayedField).empty();
    const auto there = was_relayed ? std::nullopt : address_of(node);
    if (!there || request.is_body_unread)
        return refuse(request, exchange, Refusal::session_unknown);
    if (const auto judged = judge_session_request(request, transport, transport); !judged)
        return refuse(request, exchange, judged.error());
    if (!shared_.cors.may_use(request)) return refuse(request, exchange, Refusal::origin_forbidden);

    shared_.metrics.relayed.add();
    net::http::RelayJob job{
        .to = *there,
        .head = net::http::relay_head(request, options().node, request.body.size()),
        .body = std::move(request.body),
        .asks = transport == TransportKind::websocket ? net::http::RelayJob::Asks::upgrade
                                                      : net::http::RelayJob::Asks::answer,
        // The node answers a held poll by a ping, and pings a WebSocket; one that does neither is gone.
        .idle_max = options().ping_interval + options().ping_timeout,
        .failed = {}};
    job.failed = [this, request = std::move(request)](Exchange unanswered,
                                                      net::http::RelayFailure why) {
        // As if the session had ended, so that its client opens another one at once.
        refuse(request, unanswered,
               why == net::http::RelayFailure::no_room ? Refusal::relays_full
                                                       : Refusal::session_unknown);
    };
    relays_.begin(std::move(exchange), std::move(job));
}

std::optional<net::tcp::Address> Endpoint::address_of(std::string_view node) const {
    // Without a name of its own a node could not mark what it relays.
    if (shared_.owners == nullptr || node.empty() || options().node.empty()) return std::nullopt;
    const auto text = shared_.owners->address_of(node);
    if (!text) return std::nullopt;
    auto address = net::tcp::parse_address(*text);
    if (!address) return std::nullopt;
    return *std::move(address);
}

Session* Endpoint::find(const SessionId& id) const {
    if (id.slot() >= slots_.size()) return nullptr;
    Session* const session = slots_[id.slot()].get();
    return session != nullptr && session->id() == id ? session : nullptr;
}

Session& Endpoint::make_session(const Request& request) {
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const std::uint32_t slot = free_slots_.back();
    free_slots_.pop_back();
    const SessionId id(shared_.random, index_, slot);
    slots_[slot] = std::make_unique<Session>(*this, id, peer_of(request));
    posts_.open(id);
    ++shared_.sessions;
    Session& session = *slots_[slot];
    session.attach(shared_.on_session(index_, session));
    return session;
}

std::unique_ptr<net::websocket::Connection> Endpoint::accept_websocket(const Request& request,
                                                                       Exchange& exchange) const {
    net::websocket::ConnectionOptions connection;
    connection.message_bytes_max = options().payload_bytes_max;
    connection.send_queue_bytes_max = options().send_queue_bytes_max;
    if (options().websocket_compression == Compression::on)
        connection.compression = net::websocket::ConnectionOptions::Compression::offered;
    return exchange.accept_websocket(request, connection);
}

PollReply Endpoint::make_reply(const Request& request, Exchange exchange) const {
    std::vector<Field> fields = {{"Content-Type", "text/plain; charset=UTF-8"},
                                 {"Cache-Control", "no-store"}};
    shared_.cors.append_fields(request, fields);
    const auto coding = options().polling_compression == Compression::on
                            ? choose_coding(request.field("Accept-Encoding"))
                            : ContentCoding::identity;
    return [exchange = std::move(exchange), fields = std::move(fields), coding,
            threshold = options().compression_bytes_min](std::string payload) mutable {
        Response response;
        response.fields = std::move(fields);
        if (coding != ContentCoding::identity && payload.size() > threshold) {
            payload = compress(coding, payload);
            response.fields.emplace_back("Content-Encoding", name(coding));
        }
        response.body = base::SharedBytes(std::move(payload));
        exchange.respond(std::move(response));
    };
}

void Endpoint::refuse(const Request& request, Exchange& exchange, Refusal refusal) const {
    metrics().refused(refusal).add();
    Response response;
    response.status = http_status(refusal);
    response.fields = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    shared_.cors.append_fields(request, response.fields);
    response.body = base::SharedBytes(body(refusal));
    if (request.wants_upgrade) response.then = Response::Then::close;
    exchange.respond(std::move(response));
}

void Endpoint::shut_down(std::chrono::milliseconds spread) {
    relays_.shut_down(spread);
    std::vector<Session*> open;
    for (const auto& session : slots_)
        if (session) open.push_back(session.get());
    for (std::size_t i = 0; i < open.size(); ++i)
        open[i]->shut_down_at(now() + spread * i / open.size());
}

base::SteadyTime Endpoint::now() const {
    return wire_.loop().now();
}

void Endpoint::at_end_of_turn(loop::TurnHook& hook) {
    wire_.loop().at_end_of_turn(hook);
}

void Endpoint::retire(Session& session) {
    const std::uint32_t slot = session.id().slot();
    CHECK(slots_.at(slot).get() == &session);
    posts_.close(session.id());
    graveyard_.push_back(std::move(slots_[slot]));
    free_slots_.push_back(slot);
    --shared_.sessions;
    at_end_of_turn(*this);
}

void Endpoint::linger(std::unique_ptr<WebSocketTransport> transport) {
    WebSocketTransport* const key = transport.get();
    lingering_.emplace(key, std::move(transport));
}

void Endpoint::bury(WebSocketTransport& transport) {
    lingering_.erase(&transport);
}

}  // namespace engineio
