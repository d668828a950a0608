#include "socketio/batch.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "socketio/event.h"
#include "socketio/namespace.h"
#include "socketio/packet.h"
#include "socketio/socket.h"
#include "socketio/socket_handle.h"

namespace socketio {

Batch::Operation Batch::Operation::copy_of_broadcast() const {
    Operation copy;
    copy.kind = kind;
    copy.delivery = delivery;
    copy.nsp = nsp;
    copy.socket = socket;
    copy.packet = packet;
    copy.room = room;
    return copy;
}

Batch::Operation& Batch::add(Kind kind, SocketHandle socket) {
    Operation& operation = operations_.emplace_back();
    operation.kind = kind;
    operation.socket = socket;
    return operation;
}

Batch& Batch::accept(SocketHandle socket) {
    add(Kind::accept, socket);
    return *this;
}

Batch& Batch::refuse(SocketHandle socket, std::string_view message, std::string_view data_json) {
    add(Kind::refuse, socket).room = connect_error_json(message, data_json);
    return *this;
}

Batch& Batch::send(SocketHandle socket, Packet packet, Delivery delivery) {
    Operation& operation = add(Kind::send, socket);
    operation.packet = std::move(packet);
    operation.delivery = delivery;
    return *this;
}

Batch& Batch::acknowledge(AckTicket ticket, std::string_view args_json) {
    if (!ticket.is_wanted()) return *this;
    return send(ticket.socket, encode_ack_text(ticket.nsp->name(), ticket.id, args_json));
}

Batch& Batch::join(SocketHandle socket, std::string room) {
    add(Kind::join, socket).room = std::move(room);
    return *this;
}

Batch& Batch::leave(SocketHandle socket, std::string room) {
    add(Kind::leave, socket).room = std::move(room);
    return *this;
}

Batch& Batch::disconnect(SocketHandle socket, Underlying underlying) {
    add(Kind::disconnect, socket).underlying = underlying;
    return *this;
}

Batch& Batch::run(SocketHandle socket, std::move_only_function<void(Socket&)> work) {
    add(Kind::run, socket).work = std::move(work);
    return *this;
}

Batch& Batch::broadcast(const Namespace& nsp, std::string room, Packet packet, SocketHandle except,
                        Delivery delivery) {
    Operation& operation = add(Kind::broadcast, except);
    operation.nsp = nsp.index();
    operation.room = std::move(room);
    operation.packet = std::move(packet);
    operation.delivery = delivery;
    return *this;
}

}  // namespace socketio
