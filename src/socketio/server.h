/// socketio::Server: namespaces, rooms and sockets on all loops, under one path of an HTTP server.
///
/// Thread:     main to make, configure and destroy, all of it while no loop runs; each function says its own.
/// Owns:       the namespaces, and on each loop a part with the clients that live there.
/// Invariant:  what one thread asks for happens in the order it asked, as far as any one socket can see.
/// Elsewhere:  what one can do with a socket is socket.h; several things at once are batch.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/metrics.h"
#include "base/random.h"
#include "socketio/batch.h"
#include "socketio/namespace.h"
#include "socketio/options.h"
#include "socketio/packet.h"
#include "socketio/socket.h"
#include "socketio/socket_handle.h"

namespace net {
class Wire;
}
namespace net::http {
class Handler;
}
namespace engineio {
class Owners;
}

namespace socketio {

class Server {
public:
    /// wires    one for each loop; they outlive the server
    /// random   makes session and socket ids; used on all loops at the same time
    /// owners   the other nodes, behind whose balancer this one stands too; nullptr: there are none
    Server(std::span<net::Wire* const> wires, Options options, base::Random& random,
           base::Metrics& metrics, const engineio::Owners* owners = nullptr);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// The namespace of that name ("/", "/admin"), made at the first call. CONNECTs to names never made are refused
    /// with "Invalid namespace". Main thread, before the loops run.
    Namespace& of(std::string_view name);

    /// What the HTTP server of loop `loop` gives its requests for this server's path to.
    [[nodiscard]] net::http::Handler& handler(std::size_t loop);
    /// Whether a request's path (without its query) is this server's. Any thread.
    [[nodiscard]] bool serves(std::string_view path) const;

    /// The socket, nullptr when it is gone. Only on the loop the handle names.
    [[nodiscard]] Socket* find(SocketHandle handle) const;

    /// All of the following: any thread. What concerns the loop they are called on is done at once, what concerns
    /// other loops travels at the end of the turn (or at once, from a thread that is no loop).
    void post(Batch batch);
    void send(SocketHandle socket, Packet packet, Delivery delivery = Delivery::reliable);
    void join(SocketHandle socket, std::string room);
    void leave(SocketHandle socket, std::string room);
    void disconnect(SocketHandle socket, Underlying underlying);
    void run(SocketHandle socket, std::move_only_function<void(Socket&)> work);
    void broadcast(const Namespace& nsp, std::string room, Packet packet, SocketHandle except = {},
                   Delivery delivery = Delivery::reliable);

    /// Ends all sessions, spread evenly over `spread` so that they do not all come back at once; new ones are
    /// refused with 503 from now on. Any thread.
    void close_all(std::chrono::milliseconds spread);

    /// Sessions open now, on all loops. Any thread.
    [[nodiscard]] std::size_t sessions() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace socketio
