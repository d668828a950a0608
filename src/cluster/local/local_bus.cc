#include "cluster/local/local_bus.h"

#include <utility>
#include <vector>

#include "base/executor.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace cluster {

LocalBus::LocalBus(LocalNetwork& network, base::Executor& executor)
    : network_(network), executor_(executor) {
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

/// Has `say(receiver)` run by this node's executor, if it still listens then.
template <typename Say>
void LocalBus::post(Say say) {
    executor_.post([ear = ear_, say = std::move(say)] {
        if (ear->receiver != nullptr) say(*ear->receiver);
    });
}

void LocalBus::publish_event(const chat::Event& event) {
    for (LocalBus* node : network_.nodes_) {
        if (node == this || !node->rooms_.contains(event.room)) continue;
        node->post([event](Receiver& receiver) { receiver.on_bus_event(event); });
    }
}

void LocalBus::publish_head(const chat::RoomId& room, chat::Seq head) {
    for (LocalBus* node : network_.nodes_) {
        if (node == this || !node->rooms_.contains(room)) continue;
        node->post([room, head](Receiver& receiver) { receiver.on_bus_head(room, head); });
    }
}

void LocalBus::publish_room(const chat::Room& room) {
    for (LocalBus* node : network_.nodes_) {
        if (node == this) continue;
        node->post([room](Receiver& receiver) { receiver.on_bus_room(room); });
    }
}

}  // namespace cluster
