#include "socketio/socket.h"

#include <array>
#include <boost/json/array.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engineio/peer.h"
#include "engineio/session.h"
#include "socketio/ack_book.h"
#include "socketio/client.h"
#include "socketio/namespace.h"
#include "socketio/packet.h"
#include "socketio/part.h"
#include "socketio/room_table.h"
#include "socketio/socket_handle.h"

namespace socketio {

std::string_view text(DisconnectReason reason) {
    switch (reason) {
        case DisconnectReason::client_namespace_disconnect:
            return "client namespace disconnect";
        case DisconnectReason::server_namespace_disconnect:
            return "server namespace disconnect";
        case DisconnectReason::server_disconnect:
            return "forced server close";
        case DisconnectReason::ping_timeout:
            return "ping timeout";
        case DisconnectReason::transport_close:
            return "transport close";
        case DisconnectReason::transport_error:
            return "transport error";
        case DisconnectReason::parse_error:
            return "parse error";
        case DisconnectReason::server_shutting_down:
            return "server shutting down";
    }
    return {};
}

Socket::Socket(Client& client, const Namespace& nsp, SocketHandle handle,
               std::array<char, kIdCharacters> id)
    : client_(client), nsp_(&nsp), handle_(handle), id_(id) {}

Socket::~Socket() = default;

const engineio::Peer& Socket::peer() const {
    return client_.session().peer();
}

void Socket::emit(std::string_view event, const boost::json::array& args,
                  std::span<const std::string> attachments) {
    if (is_connected_) emit(encode_event(nsp_->name(), event, args, attachments));
}

void Socket::emit(const Packet& packet, Delivery delivery) {
    if (!is_connected_) return;
    engineio::Session& session = client_.session();
    if (delivery == Delivery::optional && !session.is_writable()) return;
    session.send(packet.frames());
}

void Socket::emit_with_ack(std::string_view event, const boost::json::array& args,
                           std::chrono::milliseconds timeout, AckHandler handler) {
    if (!is_connected_) return handler(std::nullopt);
    Part& part = client_.part();
    if (!acks_)
        acks_ = std::make_unique<AckBook>(part.host().timers(), part.shared().metrics.ack_timeouts);
    const auto id = acks_->expect(std::move(handler), part.host().now() + timeout,
                                  part.shared().options.acks_per_socket_max);
    emit(encode_event_with_ack(nsp_->name(), event, args, id));
}

void Socket::join(std::string_view room) {
    if (!is_connected_) return;
    Part& part = client_.part();
    const auto joined = part.rooms(*nsp_).join(*this, client_.session(), room,
                                               part.shared().options.rooms_per_socket_max);
    if (joined == RoomTable::Joined::over_bound) part.shared().metrics.rooms_refused.add();
}

void Socket::leave(std::string_view room) {
    if (is_connected_) client_.part().rooms(*nsp_).leave(*this, room);
}

bool Socket::is_in(std::string_view room) const {
    return RoomTable::is_in(*this, room);
}

void Socket::disconnect(Underlying underlying) {
    if (is_connected_) client_.disconnect(*this, underlying);
}

}  // namespace socketio
