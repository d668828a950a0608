#include "engineio/session.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "engineio/close_reason.h"
#include "engineio/frames.h"
#include "engineio/packet.h"
#include "engineio/payload.h"
#include "engineio/peer.h"
#include "engineio/session_host.h"
#include "engineio/session_id.h"
#include "engineio/sid.h"
#include "engineio/websocket_transport.h"
#include "loop/timer_wheel.h"
#include "loop/turn_hook.h"
#include "net/websocket/close.h"
#include "net/websocket/connection.h"

namespace engineio {

using net::websocket::CloseCode;

/// The long-polling side of a session; gone after the upgrade.
struct Session::Polling final : loop::TurnHook {
    explicit Polling(Session& owner) : session(owner) {}

    /// What was queued in this turn leaves in one answer.
    void on_turn_end() override { session.flush_poll(); }

    Session& session;
    PollReply held;
    std::vector<Frames> queue;
    std::size_t queued_bytes = 0;
};

/// A WebSocket that may become the session's.
struct Session::Probe {
    explicit Probe(Session& session)
        : timeout(loop::Timer::calling<&Session::drop_probe>(session)),
          noop(loop::Timer::calling<&Session::send_noop>(session)) {}

    std::unique_ptr<WebSocketTransport> transport;
    loop::Timer timeout;
    loop::Timer noop;
    std::chrono::milliseconds noop_after = kNoopIntervalMin;
    bool is_answered = false;
};

Session::Session(SessionHost& host, const SessionId& id, Peer peer)
    : host_(host),
      timer_(loop::Timer::calling<&Session::on_timer>(*this)),
      id_(id),
      peer_(std::move(peer)) {}

Session::~Session() = default;

void Session::attach(std::unique_ptr<Application> application) {
    application_ = std::move(application);
    listener_ = application_.get();
}

void Session::open_polling(PollReply reply) {
    polling_ = std::make_unique<Polling>(*this);
    polling_->held = std::move(reply);
    send_control(PacketType::open, encode_open(sid_text(host_.options().node, id_),
                                               TransportKind::polling, host_.options()));
    wait(Waiting::to_ping, host_.now() + host_.options().ping_interval);
    host_.metrics().opened_polling.add();
    host_.metrics().sessions.add();
    flush_poll();
}

void Session::open_websocket(std::unique_ptr<net::websocket::Connection> connection) {
    websocket_ = std::make_unique<WebSocketTransport>(
        host_, *this, WebSocketTransport::Role::carrying, std::move(connection));
    websocket_->start();
    send_control(PacketType::open, encode_open(sid_text(host_.options().node, id_),
                                               TransportKind::websocket, host_.options()));
    wait(Waiting::to_ping, host_.now() + host_.options().ping_interval);
    host_.metrics().opened_websocket.add();
    host_.metrics().sessions.add();
}

void Session::send(const Frames& frames) {
    if (!websocket_) {
        enqueue(frames);
    } else {
        websocket_->send(frames);
    }
}

void Session::send(MessageKind kind, std::string_view data) {
    FramesBuilder builder;
    if (kind == MessageKind::text) {
        builder.add_text(data);
    } else {
        builder.add_binary(data);
    }
    send(builder.finish());
}

void Session::enqueue(const Frames& frames) {
    if (state_ != State::open || waiting_ == Waiting::to_fail) return;
    CHECK(polling_ != nullptr);
    if (polling_->queued_bytes + frames.octets().size() > host_.options().send_queue_bytes_max) {
        // Its end is told by the timer: the caller may be in the middle of something.
        host_.metrics().queue_overflows.add();
        polling_->queue = {};
        polling_->queued_bytes = 0;
        wait(Waiting::to_fail, host_.now());
        return;
    }
    polling_->queue.push_back(frames);
    polling_->queued_bytes += frames.octets().size();
    if (polling_->held) host_.at_end_of_turn(*polling_);
}

void Session::send_control(PacketType type, std::string_view data) {
    const char digit = static_cast<char>(type);
    if (websocket_) {
        websocket_->send_packet(std::string(1, digit).append(data));
        return;
    }
    FramesBuilder builder;
    builder.add_packet({std::string_view(&digit, 1), data});
    enqueue(builder.finish());
}

bool Session::is_writable() const {
    return websocket_ ? websocket_->is_writable() : is_polled();
}

void Session::flush_poll() {
    if (!polling_ || !polling_->held || polling_->queue.empty()) return;
    std::string payload;
    payload.reserve(polling_->queued_bytes);
    for (const Frames& frames : std::exchange(polling_->queue, {}))
        append_frames(payload, frames);
    polling_->queued_bytes = 0;
    std::exchange(polling_->held, nullptr)(std::move(payload));
}

/// Answers the held GET, if there is one, with what is queued and this packet behind it.
void Session::answer_poll(PacketType last) {
    if (!polling_ || !polling_->held) return;
    std::string payload;
    for (const Frames& frames : std::exchange(polling_->queue, {}))
        append_frames(payload, frames);
    polling_->queued_bytes = 0;
    const char digit = static_cast<char>(last);
    append_packet(payload, MessageKind::text, std::string_view(&digit, 1));
    std::exchange(polling_->held, nullptr)(std::move(payload));
}

bool Session::is_polled() const {
    return polling_ != nullptr && polling_->held != nullptr;
}

void Session::on_poll(PollReply reply) {
    CHECK(polling_ != nullptr);
    CHECK(polling_->held == nullptr);
    polling_->held = std::move(reply);
    if (state_ == State::closing) {
        say_goodbye();
    } else if (waiting_ == Waiting::for_upgrade) {
        shut_down();
    } else {
        flush_poll();
    }
}

void Session::on_poll_gone() {
    if (!polling_ || !polling_->held) return;
    polling_->held = nullptr;
    fail(CloseReason::transport_close);
}

Session::PostVerdict Session::on_post(std::string_view body) {
    if (!base::is_utf8(body)) {
        fail(CloseReason::parse_error);
        return PostVerdict::invalid;
    }
    PayloadReader reader(body);
    while (state_ == State::open) {
        const auto packet = reader.next();
        if (!packet) {
            fail(CloseReason::parse_error);
            return PostVerdict::invalid;
        }
        if (!*packet) break;
        on_packet((*packet)->first, (*packet)->second);
    }
    return PostVerdict::accepted;
}

void Session::on_packet(MessageKind kind, std::string_view packet) {
    if (kind == MessageKind::binary) {
        listener_->on_message(MessageKind::binary, packet);
        return;
    }
    const auto decoded = decode_packet(packet);
    if (!decoded) return fail(CloseReason::parse_error);
    switch (decoded->type) {
        case PacketType::message:
            listener_->on_message(MessageKind::text, decoded->data);
            return;
        case PacketType::pong:
            return on_pong();
        case PacketType::close:
            return end(CloseReason::transport_close, CloseCode::normal, PacketType::noop);
        case PacketType::ping:  // only servers ping in v4
            return fail(CloseReason::transport_error);
        case PacketType::open:
        case PacketType::upgrade:
        case PacketType::noop:
            return;  // mean nothing here, and harm nobody
    }
}

void Session::on_websocket_message(MessageKind kind, std::string_view payload) {
    if (state_ == State::open) on_packet(kind, payload);
}

void Session::on_websocket_closed(CloseCode code) {
    const auto gone = std::move(websocket_);  // has nobody to say goodbye to
    fail(code == CloseCode::try_again_later ? CloseReason::transport_error
                                            : CloseReason::transport_close);
}

void Session::on_pong() {
    if (waiting_ != Waiting::to_ping && waiting_ != Waiting::for_pong) return;
    wait(Waiting::to_ping, host_.now() + host_.options().ping_interval);
}

void Session::wait(Waiting waiting, base::SteadyTime until) {
    waiting_ = waiting;
    timer_.start(host_.timers(), until);
}

void Session::on_timer() {
    switch (waiting_) {
        case Waiting::to_ping:
            send_control(PacketType::ping);
            if (waiting_ == Waiting::to_ping)
                wait(Waiting::for_pong, host_.now() + host_.options().ping_timeout);
            return;
        case Waiting::for_pong:
            return fail(CloseReason::ping_timeout);
        case Waiting::to_end:
            return end(CloseReason::forced_close, CloseCode::normal, PacketType::close);
        case Waiting::to_fail:
            return fail(CloseReason::transport_error);
        case Waiting::to_shut_down:
            if (is_between_transports())
                return wait(Waiting::for_upgrade, host_.now() + kUpgradeGrace);
            return shut_down();
        case Waiting::for_upgrade:
            return shut_down();
    }
}

void Session::close() {
    if (state_ != State::open) return;
    listener_ = nullptr;
    state_ = State::closing;
    wait(Waiting::to_end, host_.now() + kCloseTimeout);
    say_goodbye();
}

/// What is queued goes first, on polling in a payload of its own: a client that finds the close packet in the payload of
/// a message may forget the message over it, as socket.io-client does.
void Session::say_goodbye() {
    if (websocket_ || (is_polled() && polling_->queue.empty())) {
        end(CloseReason::forced_close, CloseCode::normal, PacketType::close);
    } else {
        flush_poll();
    }
}

void Session::shut_down_at(base::SteadyTime when) {
    if (state_ == State::closed) return;
    wait(Waiting::to_shut_down, when);
    if (when <= host_.now()) on_timer();
}

void Session::shut_down() {
    end(CloseReason::server_shutdown, CloseCode::service_restart, PacketType::close);
}

void Session::fail(CloseReason reason) {
    end(reason,
        reason == CloseReason::transport_close ? CloseCode::normal : CloseCode::policy_violation,
        PacketType::close);
}

void Session::end(CloseReason reason, CloseCode code, PacketType last_word) {
    if (state_ == State::closed) return;
    state_ = State::closed;
    timer_.cancel();
    drop_probe();
    answer_poll(last_word);
    if (websocket_) WebSocketTransport::leave(std::move(websocket_), code, text(reason));

    host_.metrics().sessions.sub();
    host_.metrics().closed(reason).add();
    host_.retire(*this);
    if (Application* const listener = std::exchange(listener_, nullptr))
        listener->on_closed(reason);
}

// The upgrade.

void Session::on_probe(std::unique_ptr<net::websocket::Connection> connection) {
    auto transport = std::make_unique<WebSocketTransport>(
        host_, *this, WebSocketTransport::Role::probing, std::move(connection));
    transport->start();
    if (state_ == State::closed || websocket_ || probe_) {
        WebSocketTransport::leave(std::move(transport), CloseCode::normal, "");
        return;
    }
    probe_ = std::make_unique<Probe>(*this);
    probe_->transport = std::move(transport);
    probe_->timeout.start(host_.timers(), host_.now() + host_.options().upgrade_timeout);
}

void Session::on_probe_message(MessageKind kind, std::string_view payload) {
    const auto packet = kind == MessageKind::text ? decode_packet(payload) : std::nullopt;
    if (packet && packet->type == PacketType::ping && packet->data == kProbe) {
        probe_->transport->send_packet("3probe");
        probe_->is_answered = true;
        send_noop();
    } else if (packet && packet->type == PacketType::upgrade) {
        upgrade();
    } else {
        drop_probe();
    }
}

void Session::send_noop() {
    if (polling_->held) answer_poll(PacketType::noop);
    probe_->noop.start(host_.timers(), host_.now() + probe_->noop_after);
    probe_->noop_after = std::min(2 * probe_->noop_after, kNoopInterval);
}

void Session::upgrade() {
    websocket_ = std::move(probe_->transport);
    probe_.reset();
    websocket_->carry();
    // What was queued first goes first; a GET held in spite of the upgrade only learns that nothing comes.
    const auto queue = std::exchange(polling_->queue, {});
    answer_poll(PacketType::noop);
    polling_.reset();
    for (const Frames& frames : queue)
        websocket_->send(frames);
    host_.metrics().upgraded.add();
    if (state_ == State::closing) {
        end(CloseReason::forced_close, CloseCode::normal, PacketType::close);
    } else if (waiting_ == Waiting::for_upgrade) {
        shut_down();
    }
}

bool Session::is_between_transports() const {
    return probe_ && probe_->is_answered && !is_polled();
}

void Session::on_probe_closed() {
    host_.metrics().probes_failed.add();
    probe_.reset();
}

/// Closes the probing WebSocket; the session goes on as it was.
void Session::drop_probe() {
    if (!probe_) return;
    host_.metrics().probes_failed.add();
    auto transport = std::move(probe_->transport);
    probe_.reset();
    WebSocketTransport::leave(std::move(transport), CloseCode::normal, "");
}

}  // namespace engineio
