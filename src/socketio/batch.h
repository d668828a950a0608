/// Batch: things to be done to sockets, in order, handed over all at once: one message to each loop concerned.
///
/// Thread:     any, one at a time. Server::post() takes it.
/// Owns:       what it carries.
/// Invariant:  everything in it happens in the order it was added, as far as any one socket can see.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "socketio/event.h"
#include "socketio/packet.h"
#include "socketio/socket.h"
#include "socketio/socket_handle.h"

namespace socketio {

class Namespace;

class Batch {
public:
    /// Decides about a client whose Admission was released: answers CONNECT; what follows in this batch for that
    /// socket comes right behind. Does nothing when the client has gone or was decided about.
    Batch& accept(SocketHandle socket);
    /// data_json  one JSON text, or empty for none; not checked
    Batch& refuse(SocketHandle socket, std::string_view message, std::string_view data_json);

    /// What names a socket that has gone does nothing.
    Batch& send(SocketHandle socket, Packet packet, Delivery delivery = Delivery::reliable);
    /// args_json  as for encode_ack_text(); does nothing when no answer is wanted
    Batch& acknowledge(AckTicket ticket, std::string_view args_json);
    Batch& join(SocketHandle socket, std::string room);
    Batch& leave(SocketHandle socket, std::string room);
    Batch& disconnect(SocketHandle socket, Underlying underlying);

    /// `work` runs on the socket's loop.
    Batch& run(SocketHandle socket, std::move_only_function<void(Socket&)> work);

    /// To every socket in `room` of `nsp`, on all loops; an empty room name is the whole namespace.
    Batch& broadcast(const Namespace& nsp, std::string room, Packet packet,
                     SocketHandle except = {}, Delivery delivery = Delivery::reliable);

    [[nodiscard]] bool empty() const { return operations_.empty(); }
    [[nodiscard]] std::size_t size() const { return operations_.size(); }

private:
    friend class Part;
    friend class Server;

    enum class Kind : std::uint8_t {
        accept,
        refuse,
        send,
        join,
        leave,
        disconnect,
        run,
        broadcast
    };

    struct Operation {
        Kind kind = Kind::send;
        Delivery delivery = Delivery::reliable;
        Underlying underlying = Underlying::keep;
        std::uint16_t nsp = 0;
        SocketHandle socket;  ///< the one concerned, or the one left out
        Packet packet;
        std::string room;  ///< refuse: the error as JSON
        std::move_only_function<void(Socket&)> work;

        [[nodiscard]] Operation copy_of_broadcast() const;
    };

    Operation& add(Kind kind, SocketHandle socket);

    std::vector<Operation> operations_;
};

}  // namespace socketio
