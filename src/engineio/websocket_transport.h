/// WebSocketTransport: a WebSocket on its way through a session's life: probing, carrying it, saying goodbye.
///
/// Thread:     loop.
/// Owns:       the connection.
/// Invariant:  tells its session as long as it has one; without one it only waits for the connection's end.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "engineio/frames.h"
#include "net/tape.h"
#include "net/websocket/close.h"
#include "net/websocket/connection.h"

namespace engineio {

class Session;
class SessionHost;

class WebSocketTransport final : public net::websocket::Connection::Events {
public:
    enum class Role : std::uint8_t { probing, carrying, leaving };

    WebSocketTransport(SessionHost& host, Session& session, Role role,
                       std::unique_ptr<net::websocket::Connection> connection);

    /// What arrives is heard from now on.
    void start() { connection_->start(*this); }
    /// The probe is over, the session is here now.
    void carry() { role_ = Role::carrying; }

    [[nodiscard]] bool is_writable() const { return connection_->is_writable(); }

    /// A text packet, its type digit first, for this peer alone.
    void send_packet(std::string_view packet);
    void send(const Frames& frames);
    /// `slice` is where these frames stand on the loop's tape.
    void send(const Frames& frames, net::Slice slice) {
        if (is_framed_) {
            connection_->send_frame(slice);
        } else {
            send_messages(frames);
        }
    }

    /// Forgets the session, says goodbye and lives on at the host until that is done.
    static void leave(std::unique_ptr<WebSocketTransport> self, net::websocket::CloseCode code,
                      std::string_view reason);

    void on_message(net::websocket::MessageKind kind, std::string_view payload) override;
    void on_closed(net::websocket::CloseCode code) override;

private:
    void send_messages(const Frames& frames);

    SessionHost& host_;
    Session* session_;  // nullptr when leaving
    std::unique_ptr<net::websocket::Connection> connection_;
    Role role_;
    bool is_framed_;  // takes finished frames (no compression)
};

}  // namespace engineio
