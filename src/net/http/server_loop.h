/// ServerLoop: the part of an http::Server that lives on one loop.
///
/// Thread:     loop; sibling() any.
/// Owns:       the listener and the HTTP connections of its loop.
/// Invariant:  a connection is destroyed between turns only, never under its own feet.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "loop/remote.h"
#include "loop/turn_hook.h"
#include "net/http/connection.h"
#include "net/http/date.h"
#include "net/http/server.h"
#include "net/tcp/listener.h"
#include "net/tcp/seat.h"
#include "net/wire.h"

namespace net::http {

class ServerLoop final : private loop::TurnHook {
public:
    /// Connections over the limit that are still told so; more are closed without a word.
    static constexpr std::size_t kRefusedAtOnceMax = 32;

    using Siblings = std::vector<std::unique_ptr<ServerLoop>>;

    ServerLoop(Wire& wire, Handler& handler, const Limits& limits, tcp::Seats& seats,
               const Siblings& siblings);
    ~ServerLoop() override;

    /// Accepts from a socket that listens.
    void listen(tcp::Descriptor socket);
    void stop_accepting();
    void close();

    [[nodiscard]] Wire& wire() { return wire_; }
    [[nodiscard]] Handler& handler() { return handler_; }
    [[nodiscard]] const Limits& limits() const { return limits_; }
    [[nodiscard]] std::string_view date();
    [[nodiscard]] bool is_draining() const { return is_draining_; }

    /// For one more connection of the server's.
    [[nodiscard]] tcp::Seat try_take_seat() { return seats_.try_take(); }

    /// The server's part on another loop.
    [[nodiscard]] const loop::Remote<ServerLoop>& sibling(const Wire& wire) const;

    /// A connection that comes from another loop, with the request it waits to have answered.
    void adopt(tcp::Descriptor socket, tcp::Seat seat, Connection::Moved moved, Request request,
               std::move_only_function<void(Request, Exchange)> then);

    /// The connection is over; it is destroyed at the end of the turn.
    void bury(Connection& connection);

private:
    void accept(tcp::Descriptor socket, std::string peer_address);
    Connection& add(tcp::Descriptor socket, tcp::Seat seat, std::string peer_address);
    void on_turn_end() override;

    Wire& wire_;
    Handler& handler_;
    const Limits& limits_;
    tcp::Seats& seats_;
    const Siblings& siblings_;
    std::unique_ptr<tcp::Listener> listener_;
    std::list<std::unique_ptr<Connection>> connections_;
    std::list<std::unique_ptr<Connection>> buried_;
    DateCache date_;
    std::size_t refused_now_ = 0;
    bool is_draining_ = false;
    bool is_closed_ = false;
    loop::Home<ServerLoop> home_;
    loop::Remote<ServerLoop> remote_;
};

}  // namespace net::http
