/// Session: one Engine.IO client, whichever transport it is on: polling, a WebSocket, or on the way between them.
///
/// A state machine over two things: what arrives (poll, post, WebSocket messages) and the clock of its host.
///
/// Thread:     loop (the one it was born on, for life).
/// Owns:       its transports, and what waits for the next poll.
/// Invariant:  messages leave and arrive in order, each once, also across the upgrade. After on_closed or
///             close() the application hears nothing more.
/// Elsewhere:  HTTP around it is endpoint.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "engineio/close_reason.h"
#include "engineio/frames.h"
#include "engineio/packet.h"
#include "engineio/peer.h"
#include "engineio/session_host.h"
#include "engineio/session_id.h"
#include "engineio/websocket_transport.h"
#include "loop/timer_wheel.h"
#include "net/websocket/close.h"
#include "net/websocket/connection.h"

namespace engineio {

/// Answers a held GET with a payload, status 200.
using PollReply = std::move_only_function<void(std::string payload)>;

/// The layer above, one for each session.
class Application {
public:
    virtual ~Application() = default;
    /// `data` is good during the call only; text is valid UTF-8.
    virtual void on_message(MessageKind kind, std::string_view data) = 0;
    /// The last call, when the end did not come by Session::close().
    virtual void on_closed(CloseReason reason) = 0;
};

class Session {
public:
    /// How long an ended session waits for the poll that takes its last packets.
    static constexpr std::chrono::milliseconds kCloseTimeout{30'000};
    /// How often a held GET is answered while a probe is under way: soon at first, for one that crossed the answer to the
    /// probe keeps engine.io-client between its transports, and each time half as often, down to the longer one.
    static constexpr std::chrono::milliseconds kNoopIntervalMin{10};
    static constexpr std::chrono::milliseconds kNoopInterval{100};
    /// How long a shutdown waits for the next word of a client that is between its transports: engine.io-client stops
    /// polling when its poll is released, and would hear of a WebSocket closed just then only by a missing heartbeat.
    static constexpr std::chrono::milliseconds kUpgradeGrace{1'000};

    Session(SessionHost& host, const SessionId& id, Peer peer);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] const SessionId& id() const { return id_; }
    [[nodiscard]] const Peer& peer() const { return peer_; }
    [[nodiscard]] TransportKind transport() const {
        return websocket_ ? TransportKind::websocket : TransportKind::polling;
    }
    [[nodiscard]] bool is_open() const { return state_ == State::open; }

    /// Before open_*: who hears what arrives. Destroyed with the session.
    void attach(std::unique_ptr<Application> application);

    /// The session begins: sends the open packet.
    void open_polling(PollReply reply);
    void open_websocket(std::unique_ptr<net::websocket::Connection> connection);

    /// Sends messages; in order with all others.
    void send(const Frames& frames);
    void send(MessageKind kind, std::string_view data);
    /// The same, of which one copy serves many sessions.
    void send(const SharedFrames& shared) {
        if (websocket_) {
            websocket_->send(shared.frames, shared.slice);
        } else {
            enqueue(shared.frames);
        }
    }

    /// False while the peer is behind: the moment to drop what is optional.
    [[nodiscard]] bool is_writable() const;

    /// Sends what is queued, then ends. The application hears nothing more from now on.
    void close();

    /// Ends at `when` (at once when that is now), so that not everyone comes back at the same time; the application
    /// is told server_shutdown. Not from inside the application.
    void shut_down_at(base::SteadyTime when);

    // What arrives by HTTP, from the endpoint.

    /// A GET is held; a second one breaks the rules.
    [[nodiscard]] bool is_polled() const;
    /// A GET, with none held.
    void on_poll(PollReply reply);
    /// A second GET. The session ends.
    void on_poll_overlap() { fail(CloseReason::transport_error); }
    /// The held GET's connection died.
    void on_poll_gone();

    enum class PostVerdict : std::uint8_t { accepted, invalid };
    /// A POST's body. `invalid`: it is no payload; the session has ended.
    PostVerdict on_post(std::string_view body);
    /// A POST that cannot be a payload at all, or came while another one was being read. The session ends.
    void on_bad_post() { fail(CloseReason::transport_error); }

    /// A WebSocket with this session's sid. Refused (closed) when one is there already.
    void on_probe(std::unique_ptr<net::websocket::Connection> connection);

private:
    friend class WebSocketTransport;

    enum class State : std::uint8_t {
        open,
        closing,  ///< the application is done; the last packets wait for a poll
        closed,
    };
    enum class Waiting : std::uint8_t {
        to_ping,
        for_pong,
        to_end,
        to_fail,
        to_shut_down,
        for_upgrade,  ///< before it shuts down
    };

    struct Polling;
    struct Probe;

    void on_websocket_message(MessageKind kind, std::string_view payload);
    void on_websocket_closed(net::websocket::CloseCode code);
    void on_probe_message(MessageKind kind, std::string_view payload);
    void on_probe_closed();

    void on_packet(MessageKind kind, std::string_view packet);
    void on_pong();
    void on_timer();
    void wait(Waiting waiting, base::SteadyTime until);

    void enqueue(const Frames& frames);
    void send_control(PacketType type, std::string_view data = {});
    void flush_poll();
    void answer_poll(PacketType last);
    void send_noop();
    void upgrade();
    void drop_probe();
    [[nodiscard]] bool is_between_transports() const;

    void fail(CloseReason reason);
    void shut_down();
    void say_goodbye();
    void end(CloseReason reason, net::websocket::CloseCode code, PacketType last_word);

    SessionHost& host_;
    std::unique_ptr<Application> application_;
    Application* listener_ = nullptr;                // the application, as long as it wants to hear
    std::unique_ptr<WebSocketTransport> websocket_;  // carries the session, or
    std::unique_ptr<Polling> polling_;               // this does
    std::unique_ptr<Probe> probe_;
    loop::Timer timer_;
    SessionId id_;
    State state_ = State::open;
    Waiting waiting_ = Waiting::to_ping;
    Peer peer_;
};

}  // namespace engineio
