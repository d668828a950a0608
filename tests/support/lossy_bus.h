/// LossyNetwork: buses between nodes in one process that lose, repeat, delay and reorder what is said.
#pragma once

#include <cstddef>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#include "chat/bus.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace support {

class LossyNetwork;

class LossyBus final : public chat::Bus {
public:
    explicit LossyBus(LossyNetwork& network);

    [[nodiscard]] Reach reach() const override { return Reach::cluster; }
    void attach(Receiver& receiver) override { receiver_ = &receiver; }
    void detach() override { receiver_ = nullptr; }
    void publish_event(const chat::Event& event) override {
        say([event](Receiver& receiver) { receiver.on_bus_event(event); });
    }
    void publish_head(const chat::RoomId& room, chat::Seq head) override {
        say([room, head](Receiver& receiver) { receiver.on_bus_head(room, head); });
    }
    void publish_room(const chat::Room& room) override {
        say([room](Receiver& receiver) { receiver.on_bus_room(room); });
    }
    void subscribe(const chat::RoomId& /*room*/) override {}
    void unsubscribe(const chat::RoomId& /*room*/) override {}

private:
    friend class LossyNetwork;
    using Saying = std::function<void(Receiver&)>;
    void say(const Saying& saying);

    LossyNetwork& network_;
    Receiver* receiver_ = nullptr;
};

class LossyNetwork {
public:
    explicit LossyNetwork(unsigned seed) : random_(seed) {}

    /// Brings one of the sayings under way, any of them, to where it goes. False: none is under way.
    bool deliver_one() {
        if (under_way_.empty()) return false;
        std::swap(under_way_[random_() % under_way_.size()], under_way_.back());
        auto [node, saying] = std::move(under_way_.back());
        under_way_.pop_back();
        if (node->receiver_ != nullptr) saying(*node->receiver_);
        return true;
    }

    /// What is under way is lost.
    void lose_all() { under_way_.clear(); }

    bool is_reliable = false;

private:
    friend class LossyBus;
    void send(LossyBus& from, const LossyBus::Saying& saying) {
        for (LossyBus* node : nodes_) {
            if (node == &from) continue;
            std::size_t copies = 1;
            if (!is_reliable && random_() % 3 == 0) copies = random_() % 3;
            for (; copies > 0; --copies)
                under_way_.emplace_back(node, saying);
        }
    }

    std::mt19937 random_;
    std::vector<LossyBus*> nodes_;
    std::vector<std::pair<LossyBus*, LossyBus::Saying>> under_way_;
};

inline LossyBus::LossyBus(LossyNetwork& network) : network_(network) {
    network.nodes_.push_back(this);
}

inline void LossyBus::say(const Saying& saying) {
    network_.send(*this, saying);
}

}  // namespace support
