/// Part: what a Socket.IO server has on one loop: sockets by their handles, rooms, and messages to the other loops.
///
/// Thread:     loop; made and destroyed while it does not run.
/// Owns:       the slots, the rooms, and sockets that have left until the end of the turn.
/// Invariant:  a slot belongs to a socket, to a client that waits to be admitted, or to nobody.
/// Elsewhere:  one client is client.h; all loops together are server.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "engineio/frames.h"
#include "engineio/session_host.h"
#include "loop/remote.h"
#include "loop/turn_hook.h"
#include "socketio/batch.h"
#include "socketio/metrics.h"
#include "socketio/namespace.h"
#include "socketio/options.h"
#include "socketio/room_table.h"
#include "socketio/socket.h"
#include "socketio/socket_handle.h"

namespace base {
class Executor;
}

namespace socketio {

class Client;
class Part;

/// What the parts of all loops share.
struct PartShared {
    Options options;
    SocketMetrics metrics;
    base::Random& random;
    std::vector<std::unique_ptr<Namespace>> namespaces;  ///< by index; few
    std::vector<std::unique_ptr<Part>> parts;            ///< in the order of their loops

    [[nodiscard]] Namespace* find_namespace(std::string_view name) const;
};

class Part final : private loop::TurnHook {
public:
    Part(PartShared& shared, std::uint32_t index, engineio::SessionHost& host,
         base::Executor& executor);
    ~Part() override;

    [[nodiscard]] std::uint32_t index() const { return index_; }
    [[nodiscard]] PartShared& shared() const { return shared_; }
    [[nodiscard]] engineio::SessionHost& host() const { return host_; }
    [[nodiscard]] loop::Remote<Part> remote() const { return home_.remote(); }

    [[nodiscard]] Socket* find(SocketHandle handle) const;

    // Admissions.

    /// Names the socket that `client` may get.
    SocketHandle reserve(Client& client);
    /// nullptr when the client has gone or was decided about.
    Socket* admit(SocketHandle handle);
    void refuse(SocketHandle handle, std::string_view error_json);
    /// The decision is made elsewhere; when the client has gone already, its namespace is told so.
    void release(SocketHandle handle, const Namespace& nsp);

    // Sockets' lives, from their clients.

    void occupy(SocketHandle handle, Socket& socket);
    void vacate(SocketHandle handle);
    void bury(std::unique_ptr<Socket> socket);

    // Rooms.

    [[nodiscard]] RoomTable& rooms(const Namespace& nsp);
    void deliver(std::uint16_t nsp, std::string_view room, const Packet& packet,
                 SocketHandle except, Delivery delivery);

    // Batches.

    using Operation = Batch::Operation;
    using Operations = std::vector<Operation>;

    void apply(Operations& operations);
    void apply(Operation& operation);
    /// From this loop to another: travels at the end of the turn.
    void send_to(std::uint32_t loop, Operation operation);

private:
    struct Slot {
        Socket* socket = nullptr;
        Client* candidate = nullptr;
        std::uint32_t generation = 1;
    };

    void on_turn_end() override;
    [[nodiscard]] const Slot* slot(SocketHandle handle) const;

    PartShared& shared_;
    std::uint32_t index_;
    engineio::SessionHost& host_;
    loop::Home<Part> home_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::vector<RoomTable> rooms_;  // by the namespace's index
    std::vector<std::unique_ptr<Socket>> graveyard_;
    std::vector<Operations> outbox_;  // by loop
};

}  // namespace socketio
