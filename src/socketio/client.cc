#include "socketio/client.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "engineio/close_reason.h"
#include "engineio/frames.h"
#include "engineio/session.h"
#include "loop/timer_wheel.h"
#include "socketio/ack_book.h"
#include "socketio/admission.h"
#include "socketio/event.h"
#include "socketio/namespace.h"
#include "socketio/packet.h"
#include "socketio/packet_reader.h"
#include "socketio/part.h"
#include "socketio/room_table.h"
#include "socketio/socket.h"
#include "socketio/socket_handle.h"

namespace socketio {

namespace {

DisconnectReason disconnect_reason(engineio::CloseReason reason) {
    switch (reason) {
        case engineio::CloseReason::transport_close:
            return DisconnectReason::transport_close;
        case engineio::CloseReason::transport_error:
            return DisconnectReason::transport_error;
        case engineio::CloseReason::parse_error:
            return DisconnectReason::parse_error;
        case engineio::CloseReason::ping_timeout:
            return DisconnectReason::ping_timeout;
        case engineio::CloseReason::forced_close:
            return DisconnectReason::server_disconnect;
        case engineio::CloseReason::server_shutdown:
            return DisconnectReason::server_shutting_down;
    }
    return DisconnectReason::transport_close;
}

/// Takes the event's name off the front of its array.
std::string take_name(boost::json::array& array) {
    std::string name = array.front().is_string() ? std::string(array.front().get_string())
                                                 : boost::json::serialize(array.front());
    array.erase(array.begin());
    return name;
}

}  // namespace

Client::Client(Part& part, engineio::Session& session)
    : part_(part),
      session_(session),
      connect_timer_(new loop::Timer(loop::Timer::calling<&Client::on_connect_timeout>(*this))) {
    const auto& options = part.shared().options;
    connect_timer_->start(part.host().timers(), part.host().now() + options.connect_timeout);
}

Client::~Client() = default;

void Client::on_message(engineio::MessageKind kind, std::string_view data) {
    const PacketLimits& limits = part_.shared().options.packet;
    auto packet = kind == engineio::MessageKind::text ? reader_.read_text(data, limits)
                                                      : reader_.read_binary(data, limits);
    if (!packet) {
        part_.shared().metrics.count_refused(packet.error());
        return fail();
    }
    if (*packet) on_packet(**std::move(packet));
}

void Client::on_closed(engineio::CloseReason reason) {
    part_with_all(disconnect_reason(reason));
}

void Client::on_packet(ClientPacket packet) {
    if (packet.type == PacketType::connect) return on_connect(std::move(packet));

    Socket* const socket = find(packet.nsp);
    if (socket == nullptr) return fail();
    switch (packet.type) {
        case PacketType::event:
            return on_event(*socket, std::move(packet));
        case PacketType::ack:
            return on_ack(*socket, std::move(packet));
        case PacketType::disconnect:
            for (std::unique_ptr<Socket>* link = &first_; *link; link = &(*link)->next_)
                if (link->get() == socket)
                    return part_with(*link, DisconnectReason::client_namespace_disconnect);
            return;
        case PacketType::connect:
            return;
    }
}

void Client::on_connect(ClientPacket packet) {
    const Namespace* const nsp = part_.shared().find_namespace(packet.nsp);
    if (nsp == nullptr) {
        part_.shared().metrics.refused.add();
        session_.send(
            encode_connect_error(packet.nsp, connect_error_json("Invalid namespace")).frames());
        return;
    }
    const bool is_candidate =
        std::ranges::find(candidates_, nsp, &Candidate::nsp) != candidates_.end();
    if (is_candidate || find(packet.nsp) != nullptr) return fail();
    if (sockets() + candidates_.size() >= part_.shared().options.namespaces_per_client_max)
        return fail();

    const SocketHandle handle = part_.reserve(*this);
    candidates_.push_back({.handle = handle, .nsp = nsp});
    if (!nsp->connecting_) {
        admit(handle);
        return;
    }
    nsp->connecting_(Handshake{.auth = std::move(packet.payload).as_object(),
                               .peer = session_.peer(),
                               .loop = part_.index(),
                               .socket = handle},
                     Admission(part_, handle, *nsp));
}

void Client::on_event(Socket& socket, ClientPacket packet) {
    part_.shared().metrics.events.add();
    Event event;
    event.args = std::move(packet.payload.as_array());
    event.name = take_name(event.args);
    event.attachments = std::move(packet.attachments);
    if (packet.ack_id)
        event.ack =
            Ack(part_,
                AckTicket{.socket = socket.handle(), .id = *packet.ack_id, .nsp = &socket.nsp()});

    const Namespace& nsp = socket.nsp();
    const auto handler = nsp.events_.find(event.name);
    if (handler != nsp.events_.end()) {
        handler->second(socket, event);
    } else if (nsp.other_event_) {
        nsp.other_event_(socket, event);
    }
}

void Client::on_ack(Socket& socket, ClientPacket packet) {
    if (socket.acks_ && packet.ack_id)
        socket.acks_->on_answer(*packet.ack_id, std::move(packet.payload.as_array()));
}

void Client::on_connect_timeout() {
    part_.shared().metrics.connect_timeouts.add();
    part_with_all(DisconnectReason::transport_close);
    session_.close();
}

Socket* Client::find(std::string_view nsp) const {
    for (Socket* socket = first_.get(); socket != nullptr; socket = socket->next_.get())
        if (socket->nsp().name() == nsp) return socket;
    return nullptr;
}

std::size_t Client::sockets() const {
    std::size_t count = 0;
    for (const Socket* socket = first_.get(); socket != nullptr; socket = socket->next_.get())
        ++count;
    return count;
}

Client::Candidate Client::take_candidate(SocketHandle handle) {
    const auto found = std::ranges::find(candidates_, handle, &Candidate::handle);
    CHECK(found != candidates_.end());
    const Candidate candidate = *found;
    candidates_.erase(found);
    if (candidates_.empty()) candidates_ = {};  // gives the memory back
    return candidate;
}

Socket& Client::admit(SocketHandle handle) {
    const Candidate candidate = take_candidate(handle);
    std::array<char, Socket::kIdCharacters> id{};
    std::ranges::copy(part_.shared().random.token(id.size()), id.begin());
    auto socket = std::unique_ptr<Socket>(new Socket(*this, *candidate.nsp, handle, id));
    Socket& admitted = *socket;
    socket->next_ = std::move(first_);
    first_ = std::move(socket);
    connect_timer_.reset();

    part_.occupy(handle, admitted);
    part_.rooms(*candidate.nsp).enter(admitted, session_);
    part_.shared().metrics.accepted.add();
    part_.shared().metrics.sockets.add();
    session_.send(encode_connect(candidate.nsp->name(), admitted.id()).frames());
    return admitted;
}

void Client::refuse(SocketHandle handle, std::string_view error_json) {
    const Candidate candidate = take_candidate(handle);
    part_.vacate(handle);
    part_.shared().metrics.refused.add();
    session_.send(encode_connect_error(candidate.nsp->name(), error_json).frames());
}

void Client::release(SocketHandle handle) {
    const auto found = std::ranges::find(candidates_, handle, &Candidate::handle);
    CHECK(found != candidates_.end());
    found->is_released = true;
}

void Client::disconnect(Socket& socket, Underlying underlying) {
    if (underlying == Underlying::close) {
        part_with_all(DisconnectReason::server_disconnect);
        session_.close();
        return;
    }
    session_.send(encode_disconnect(socket.nsp().name()).frames());
    for (std::unique_ptr<Socket>* link = &first_; *link; link = &(*link)->next_)
        if (link->get() == &socket)
            return part_with(*link, DisconnectReason::server_namespace_disconnect);
}

void Client::part_with(std::unique_ptr<Socket>& link, DisconnectReason reason) {
    std::unique_ptr<Socket> socket = std::move(link);
    link = std::move(socket->next_);
    Socket& leaving = *socket;
    leaving.is_connected_ = false;
    const SocketHandle handle = leaving.handle();
    part_.bury(std::move(socket));

    if (leaving.nsp().disconnect_) leaving.nsp().disconnect_(leaving, reason);
    part_.rooms(leaving.nsp()).exit(leaving);
    part_.vacate(handle);
    part_.shared().metrics.sockets.sub();
    if (leaving.acks_) leaving.acks_->abandon();
}

void Client::part_with_all(DisconnectReason reason) {
    connect_timer_.reset();
    while (!candidates_.empty()) {
        const Candidate candidate = take_candidate(candidates_.back().handle);
        part_.vacate(candidate.handle);
        if (candidate.is_released) candidate.nsp->abandon(candidate.handle);
    }
    while (first_)
        part_with(first_, reason);
}

void Client::fail() {
    part_with_all(DisconnectReason::parse_error);
    session_.close();
}

}  // namespace socketio
