/// Client: one Engine.IO session as Socket.IO sees it: the sockets it has, and those it asked for.
///
/// Thread:     loop.
/// Owns:       its sockets.
/// Invariant:  at most one socket or candidate for each namespace. Whoever breaks a rule of the protocol is closed.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "engineio/close_reason.h"
#include "engineio/frames.h"
#include "engineio/session.h"
#include "loop/timer_wheel.h"
#include "socketio/namespace.h"
#include "socketio/packet.h"
#include "socketio/packet_reader.h"
#include "socketio/socket.h"
#include "socketio/socket_handle.h"

namespace socketio {

class Part;

class Client final : public engineio::Application {
public:
    Client(Part& part, engineio::Session& session);
    ~Client() override;

    [[nodiscard]] Part& part() const { return part_; }
    [[nodiscard]] engineio::Session& session() const { return session_; }

    void on_message(engineio::MessageKind kind, std::string_view data) override;
    void on_closed(engineio::CloseReason reason) override;

    // Decisions about candidates, from the part.

    Socket& admit(SocketHandle handle);
    void refuse(SocketHandle handle, std::string_view error_json);
    void release(SocketHandle handle);

    /// One socket leaves; with Underlying::close all of them and the session.
    void disconnect(Socket& socket, Underlying underlying);

private:
    /// Someone who asked for a namespace and waits.
    struct Candidate {
        SocketHandle handle;
        const Namespace* nsp = nullptr;
        bool is_released = false;
    };

    void on_packet(ClientPacket packet);
    void on_connect(ClientPacket packet);
    void on_event(Socket& socket, ClientPacket packet);
    void on_ack(Socket& socket, ClientPacket packet);
    void on_connect_timeout();

    [[nodiscard]] Socket* find(std::string_view nsp) const;
    [[nodiscard]] std::size_t sockets() const;
    Candidate take_candidate(SocketHandle handle);
    void part_with(std::unique_ptr<Socket>& link, DisconnectReason reason);
    void part_with_all(DisconnectReason reason);
    /// A rule was broken: everything ends.
    void fail();

    Part& part_;
    engineio::Session& session_;
    std::unique_ptr<Socket> first_;  // a chain, mostly of one
    std::vector<Candidate> candidates_;
    PacketReader reader_;
    std::unique_ptr<loop::Timer> connect_timer_;  // until the first socket
};

}  // namespace socketio
