#include "socketio/part.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/executor.h"
#include "engineio/session.h"
#include "engineio/session_host.h"
#include "socketio/batch.h"
#include "socketio/client.h"
#include "socketio/namespace.h"
#include "socketio/packet.h"
#include "socketio/room_table.h"
#include "socketio/socket.h"
#include "socketio/socket_handle.h"

namespace socketio {

Namespace* PartShared::find_namespace(std::string_view name) const {
    const auto found =
        std::ranges::find_if(namespaces, [name](const auto& nsp) { return nsp->name() == name; });
    return found == namespaces.end() ? nullptr : found->get();
}

Part::Part(PartShared& shared, std::uint32_t index, engineio::SessionHost& host,
           base::Executor& executor)
    : shared_(shared), index_(index), host_(host), home_(executor, *this) {}

Part::~Part() = default;

const Part::Slot* Part::slot(SocketHandle handle) const {
    if (handle.loop() != index_ || handle.slot() >= slots_.size()) return nullptr;
    const Slot& slot = slots_[handle.slot()];
    return slot.generation == handle.generation() ? &slot : nullptr;
}

Socket* Part::find(SocketHandle handle) const {
    const Slot* const found = slot(handle);
    return found == nullptr ? nullptr : found->socket;
}

SocketHandle Part::reserve(Client& client) {
    if (free_slots_.empty()) {
        CHECK(slots_.size() < std::size_t{1} << SocketHandle::kSlotBits);
        free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const std::uint32_t index = free_slots_.back();
    free_slots_.pop_back();
    slots_[index].candidate = &client;
    return {index_, index, slots_[index].generation};
}

Socket* Part::admit(SocketHandle handle) {
    const Slot* const found = slot(handle);
    if (found == nullptr || found->candidate == nullptr) return nullptr;
    return &found->candidate->admit(handle);
}

void Part::refuse(SocketHandle handle, std::string_view error_json) {
    const Slot* const found = slot(handle);
    if (found == nullptr || found->candidate == nullptr) return;
    found->candidate->refuse(handle, error_json);
}

void Part::release(SocketHandle handle, const Namespace& nsp) {
    const Slot* const found = slot(handle);
    if (found != nullptr && found->candidate != nullptr) return found->candidate->release(handle);
    nsp.abandon(handle);
}

void Part::occupy(SocketHandle handle, Socket& socket) {
    CHECK(slot(handle) != nullptr);
    Slot& occupied = slots_[handle.slot()];
    occupied.candidate = nullptr;
    occupied.socket = &socket;
}

void Part::vacate(SocketHandle handle) {
    CHECK(slot(handle) != nullptr);
    Slot& vacated = slots_[handle.slot()];
    vacated.candidate = nullptr;
    vacated.socket = nullptr;
    ++vacated.generation;
    if (vacated.generation >> SocketHandle::kGenerationBits != 0) vacated.generation = 1;
    free_slots_.push_back(handle.slot());
}

void Part::bury(std::unique_ptr<Socket> socket) {
    graveyard_.push_back(std::move(socket));
    host_.at_end_of_turn(*this);
}

RoomTable& Part::rooms(const Namespace& nsp) {
    if (nsp.index() >= rooms_.size()) rooms_.resize(nsp.index() + std::size_t{1});
    return rooms_[nsp.index()];
}

void Part::deliver(std::uint16_t nsp, std::string_view room, const Packet& packet,
                   SocketHandle except, Delivery delivery) {
    if (nsp >= rooms_.size()) return;
    const auto& members = rooms_[nsp].members(room);
    if (members.empty()) return;

    const engineio::SharedFrames shared = host_.share(packet.frames());
    for (const Room::Member& member : members) {
        if (member.socket->handle() == except) continue;
        if (delivery == Delivery::optional && !member.session->is_writable()) continue;
        member.session->send(shared);
    }
    shared_.metrics.broadcasts.add();
    shared_.metrics.deliveries.add(members.size());
}

void Part::apply(Operations& operations) {
    for (Operation& operation : operations)
        apply(operation);
}

void Part::apply(Operation& operation) {
    using Kind = Batch::Kind;
    if (operation.kind == Kind::broadcast)
        return deliver(operation.nsp, operation.room, operation.packet, operation.socket,
                       operation.delivery);
    if (operation.kind == Kind::accept) {
        admit(operation.socket);
        return;
    }
    if (operation.kind == Kind::refuse) return refuse(operation.socket, operation.room);

    Socket* const socket = find(operation.socket);
    if (socket == nullptr) return;
    switch (operation.kind) {
        case Kind::send:
            return socket->emit(operation.packet, operation.delivery);
        case Kind::join:
            return socket->join(operation.room);
        case Kind::leave:
            return socket->leave(operation.room);
        case Kind::disconnect:
            return socket->disconnect(operation.underlying);
        case Kind::run:
            return operation.work(*socket);
        case Kind::accept:
        case Kind::refuse:
        case Kind::broadcast:
            break;
    }
}

void Part::send_to(std::uint32_t loop, Operation operation) {
    if (outbox_.empty()) outbox_.resize(shared_.parts.size());
    outbox_[loop].push_back(std::move(operation));
    host_.at_end_of_turn(*this);
}

void Part::on_turn_end() {
    graveyard_.clear();
    for (std::size_t loop = 0; loop < outbox_.size(); ++loop) {
        if (outbox_[loop].empty()) continue;
        shared_.parts[loop]->remote().post([operations = std::exchange(outbox_[loop], {})](
                                               Part& there) mutable { there.apply(operations); });
    }
}

}  // namespace socketio
