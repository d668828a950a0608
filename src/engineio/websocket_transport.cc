#include "engineio/websocket_transport.h"

#include <memory>
#include <string_view>
#include <utility>

#include "engineio/frames.h"
#include "engineio/session.h"
#include "engineio/session_host.h"
#include "net/tape.h"
#include "net/websocket/close.h"
#include "net/websocket/connection.h"

namespace engineio {

using net::websocket::CloseCode;

WebSocketTransport::WebSocketTransport(SessionHost& host, Session& session, Role role,
                                       std::unique_ptr<net::websocket::Connection> connection)
    : host_(host),
      session_(&session),
      connection_(std::move(connection)),
      role_(role),
      is_framed_(!connection_->is_compressed()) {}

void WebSocketTransport::send_packet(std::string_view packet) {
    connection_->send(net::websocket::MessageKind::text, packet);
}

void WebSocketTransport::send(const Frames& frames) {
    if (is_framed_) {
        connection_->send_frame(host_.tape().write(frames.octets(), net::Lane::direct));
    } else {
        send_messages(frames);
    }
}

void WebSocketTransport::send_messages(const Frames& frames) {
    for (std::string_view rest = frames.octets(); !rest.empty();) {
        const auto [kind, payload] = Frames::take_front(rest);
        connection_->send(kind == MessageKind::text ? net::websocket::MessageKind::text
                                                    : net::websocket::MessageKind::binary,
                          payload);
    }
}

void WebSocketTransport::leave(std::unique_ptr<WebSocketTransport> self, CloseCode code,
                               std::string_view reason) {
    WebSocketTransport& transport = *self;
    transport.session_ = nullptr;
    transport.role_ = Role::leaving;
    transport.host_.linger(std::move(self));
    transport.connection_->close(code, reason);
}

void WebSocketTransport::on_message(net::websocket::MessageKind kind, std::string_view payload) {
    if (session_ == nullptr) return;
    const auto message_kind =
        kind == net::websocket::MessageKind::text ? MessageKind::text : MessageKind::binary;
    if (role_ == Role::probing) {
        session_->on_probe_message(message_kind, payload);
    } else {
        session_->on_websocket_message(message_kind, payload);
    }
}

void WebSocketTransport::on_closed(CloseCode code) {
    if (role_ == Role::leaving) {
        host_.bury(*this);  // destroys this
    } else if (role_ == Role::probing) {
        session_->on_probe_closed();  // destroys this
    } else {
        session_->on_websocket_closed(code);
    }
}

}  // namespace engineio
