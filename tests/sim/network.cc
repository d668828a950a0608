#include "sim/network.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "chat/bus_message.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "sim/planted.h"
#include "sim/schedule.h"
#include "sim/stage.h"

namespace sim {

NodeBus::NodeBus(Network& network, std::uint64_t run)
    : network_(network), run_(run), id_("node" + std::to_string(run)) {
    network_.nodes_.emplace(run_, this);
}

NodeBus::~NodeBus() {
    network_.nodes_.erase(run_);
}

void NodeBus::publish(chat::BusMessage message) {
    said_.push_back(std::move(message));
    if (said_.size() > 1) return;
    network_.stage_.schedule.after(Time(1), [this, life = std::weak_ptr(life_)] {
        if (!life.expired()) flush();
    });
}

void NodeBus::flush() {
    const auto head_of = [](const chat::BusMessage& message) {
        const auto* head = std::get_if<chat::RoomHead>(&message);
        return head == nullptr ? std::string() : head->room.value();
    };
    std::multimap<std::string, chat::BusMessage> by_head;
    for (chat::BusMessage& message : std::exchange(said_, {})) {
        std::string head = head_of(message);
        by_head.emplace(std::move(head), std::move(message));
    }
    for (auto& [head, message] : by_head)
        network_.publish(*this, std::move(message));
}

void NodeBus::send(const chat::NodeId& to, chat::BusMessage message) {
    network_.send(*this, to, std::move(message));
}

void NodeBus::subscribe(const chat::RoomId& room) {
    rooms_.try_emplace(room, network_.stage_.schedule.now() + network_.delay());
}

Time Network::delay() {
    if (dice_.is_hit(stage_.weather.bus_late)) return Time(dice_.between(2'000, 400'000));
    return Time(dice_.between(100, 2'000));
}

void Network::publish(const NodeBus& from, chat::BusMessage message) {
    const auto shared = std::make_shared<const chat::BusMessage>(std::move(message));
    const chat::RoomId* const room = chat::room_of(*shared);
    for (const auto& [run, node] : nodes_) {
        if (node == &from) continue;
        if (room != nullptr) {
            const auto listens = node->rooms_.find(*room);
            if (listens == node->rooms_.end() || listens->second > stage_.schedule.now()) continue;
        }
        carry(from, *node, shared);
    }
}

void Network::send(const NodeBus& from, const chat::NodeId& to, chat::BusMessage message) {
    const auto shared = std::make_shared<const chat::BusMessage>(std::move(message));
    for (const auto& [run, node] : nodes_) {
        if (node->id_ == to) carry(from, *node, shared);
    }
}

void Network::carry(const NodeBus& from, NodeBus& to, const Shared& message) {
    if (from.is_away_ || to.is_away_ || from.side_ != to.side_) return;
    if (dice_.is_hit(stage_.weather.bus_lost)) return;
    const std::uint32_t copies = dice_.is_hit(stage_.weather.bus_repeated) ? 2 : 1;
    for (std::uint32_t i = 0; i < copies; ++i) {
        stage_.schedule.after(delay(), [this, life = std::weak_ptr(to.life_), &to, run = from.run_,
                                        id = from.id_, message] {
            if (life.expired() || to.receiver_ == nullptr || to.is_away_) return;
            deliver(to, run, id, message);
        });
    }
}

void Network::deliver(const NodeBus& to, std::uint64_t from_run, const chat::NodeId& from,
                      const Shared& message) {
    if (const auto* event = std::get_if<chat::Event>(message.get())) {
        stage_.trace.note("node {} hears of event {} of room {} from node {}",
                          {to.run_, event->seq, stage_.ledger.number(event->room), from_run});
        if (stage_.strikes(Planted::wrong_seq, 200)) {
            chat::Event wrong = *event;
            wrong.seq += 1;
            to.receiver_->on_bus_message(from, wrong);
            return;
        }
    } else {
        stage_.trace.note("node {} hears something of kind {} from node {}",
                          {to.run_, message->index(), from_run});
    }
    to.receiver_->on_bus_message(from, *message);
}

void Network::split() {
    ++stage_.sights.partitions;
    for (const auto& [run, node] : nodes_) {
        node->side_ = dice_.below(2);
        stage_.trace.note("node {} is on side {} of a split", {run, node->side_});
    }
}

void Network::heal() {
    stage_.trace.note("the split heals", {});
    for (const auto& [run, node] : nodes_)
        node->side_ = 0;
}

void Network::take_away(std::uint64_t run) {
    const auto node = nodes_.find(run);
    if (node == nodes_.end() || node->second->is_away_) return;
    stage_.trace.note("the bus is away from node {}", {run});
    node->second->is_away_ = true;
}

void Network::restore(std::uint64_t run) {
    const auto node = nodes_.find(run);
    if (node == nodes_.end() || !node->second->is_away_) return;
    ++stage_.sights.restorations;
    stage_.trace.note("the bus is back at node {}", {run});
    node->second->is_away_ = false;
    if (node->second->receiver_ != nullptr) node->second->receiver_->on_bus_restored();
}

}  // namespace sim
