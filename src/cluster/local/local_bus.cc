#include "cluster/local/local_bus.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "chat/bus_message.h"
#include "chat/ids.h"

namespace cluster {

LocalBus::LocalBus(LocalNetwork& network, base::Executor& executor)
    : id_("node" + std::to_string(++network.nodes_ever_)), network_(network), executor_(executor) {
    network_.nodes_.push_back(this);
}

LocalBus::~LocalBus() {
    detach();
    std::erase(network_.nodes_, this);
}

LocalBus::Reach LocalBus::reach() const {
    return network_.nodes_.size() > 1 ? Reach::cluster : Reach::this_node;
}

void LocalBus::attach(Receiver& receiver) {
    ear_->receiver = &receiver;
}

void LocalBus::detach() {
    ear_->receiver = nullptr;
}

/// By this node's executor, if it still listens then.
void LocalBus::hear(const chat::NodeId& from, std::shared_ptr<const chat::BusMessage> message) {
    executor_.post([ear = ear_, from, message = std::move(message)] {
        if (ear->receiver != nullptr) ear->receiver->on_bus_message(from, *message);
    });
}

void LocalBus::publish(chat::BusMessage message) {
    if (network_.nodes_.size() < 2) return;
    const auto shared = std::make_shared<const chat::BusMessage>(std::move(message));
    const chat::RoomId* const room = chat::room_of(*shared);
    for (LocalBus* node : network_.nodes_) {
        if (node == this || (room != nullptr && !node->rooms_.contains(*room))) continue;
        node->hear(id_, shared);
    }
}

void LocalBus::send(const chat::NodeId& to, chat::BusMessage message) {
    const auto shared = std::make_shared<const chat::BusMessage>(std::move(message));
    for (LocalBus* node : network_.nodes_) {
        if (node->id_ == to) node->hear(id_, shared);
    }
}

}  // namespace cluster
