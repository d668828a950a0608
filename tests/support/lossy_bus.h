/// LossyNetwork: buses between nodes in one process that lose, repeat, delay and reorder what is said.
#pragma once

#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/ids.h"

namespace support {

class LossyNetwork;

class LossyBus final : public chat::Bus {
public:
    explicit LossyBus(LossyNetwork& network);

    [[nodiscard]] Reach reach() const override { return Reach::cluster; }
    [[nodiscard]] Link link() const override { return link_; }
    /// From now on it neither hears nor is heard.
    void cut() { link_ = Link::down; }
    void restore() {
        link_ = Link::up;
        if (receiver_ != nullptr) receiver_->on_bus_restored();
    }
    [[nodiscard]] chat::NodeId node() const override { return id_; }
    void attach(Receiver& receiver) override { receiver_ = &receiver; }
    void detach() override { receiver_ = nullptr; }
    void publish(chat::BusMessage message) override { say(nullptr, std::move(message)); }
    void send(const chat::NodeId& to, chat::BusMessage message) override {
        say(&to, std::move(message));
    }
    void subscribe(const chat::RoomId& /*room*/) override {}
    void unsubscribe(const chat::RoomId& /*room*/) override {}

private:
    friend class LossyNetwork;
    void say(const chat::NodeId* to, chat::BusMessage message);

    LossyNetwork& network_;
    chat::NodeId id_;
    Link link_ = Link::up;
    Receiver* receiver_ = nullptr;
};

class LossyNetwork {
public:
    explicit LossyNetwork(unsigned seed) : random_(seed) {}

    /// Brings one of the sayings under way, any of them, to where it goes. False: none is under way.
    bool deliver_one() {
        if (under_way_.empty()) return false;
        std::swap(under_way_[random_() % under_way_.size()], under_way_.back());
        const Saying saying = std::move(under_way_.back());
        under_way_.pop_back();
        if (saying.to->receiver_ != nullptr && saying.to->link_ == chat::Bus::Link::up) {
            saying.to->receiver_->on_bus_message(saying.from, *saying.message);
        }
        return true;
    }

    /// What is under way is lost.
    void lose_all() { under_way_.clear(); }

    bool is_reliable = false;
    bool loses_all = false;  ///< and no node notices
    std::size_t heads_said = 0;

private:
    friend class LossyBus;
    struct Saying {
        LossyBus* to = nullptr;
        chat::NodeId from;
        std::shared_ptr<const chat::BusMessage> message;
    };
    void send(const LossyBus& from, const chat::NodeId* to, chat::BusMessage message) {
        if (std::holds_alternative<chat::RoomHead>(message)) ++heads_said;
        if (loses_all) return;
        const auto shared = std::make_shared<const chat::BusMessage>(std::move(message));
        for (LossyBus* node : nodes_) {
            if (node == &from || (to != nullptr && node->id_ != *to)) continue;
            std::size_t copies = 1;
            if (!is_reliable && random_() % 3 == 0) copies = random_() % 3;
            for (; copies > 0; --copies)
                under_way_.push_back({.to = node, .from = from.id_, .message = shared});
        }
    }

    std::mt19937 random_;
    std::vector<LossyBus*> nodes_;
    std::vector<Saying> under_way_;
};

inline LossyBus::LossyBus(LossyNetwork& network)
    : network_(network), id_("node" + std::to_string(network.nodes_.size() + 1)) {
    network.nodes_.push_back(this);
}

inline void LossyBus::say(const chat::NodeId* to, chat::BusMessage message) {
    if (link_ == Link::up) network_.send(*this, to, std::move(message));
}

}  // namespace support
