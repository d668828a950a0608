/// Network: the bus between the nodes of a simulated cluster: it loses, repeats, delays and reorders what is said, falls
/// apart into halves that do not hear each other, and is away from single nodes.
///
/// Thread:     one.
/// Owns:       who listens to what. What was said by a node that died meanwhile still arrives.
/// Invariant:  of the heads that a node tells in one step the order is not the one it took: that follows from addresses,
///             which no seed replays. A node never hears itself, nor another one across a split. What concerns one room reaches only nodes that
///             listen to it, from a moment after they began to.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/ids.h"
#include "sim/dice.h"
#include "sim/node_store.h"
#include "sim/stage.h"

namespace sim {

class Network;

/// One node's connection to it.
class NodeBus final : public chat::Bus {
public:
    /// run  which run of all runs of all nodes
    NodeBus(Network& network, std::uint64_t run);
    ~NodeBus() override;
    NodeBus(const NodeBus&) = delete;
    NodeBus& operator=(const NodeBus&) = delete;

    [[nodiscard]] Reach reach() const override { return Reach::cluster; }
    [[nodiscard]] Link link() const override { return is_away_ ? Link::down : Link::up; }
    [[nodiscard]] chat::NodeId node() const override { return id_; }
    void attach(Receiver& receiver) override { receiver_ = &receiver; }
    void detach() override { receiver_ = nullptr; }
    void publish(chat::BusMessage message) override;
    void send(const chat::NodeId& to, chat::BusMessage message) override;
    void subscribe(const chat::RoomId& room) override;
    void unsubscribe(const chat::RoomId& room) override { rooms_.erase(room); }

    [[nodiscard]] const chat::NodeId& id() const { return id_; }

private:
    friend class Network;
    void flush();

    Network& network_;
    std::uint64_t run_;
    chat::NodeId id_;
    Receiver* receiver_ = nullptr;
    std::map<chat::RoomId, Time> rooms_;  ///< and from when on what concerns them comes
    std::uint32_t side_ = 0;              ///< of the split
    bool is_away_ = false;
    Life life_ = std::make_shared<const char>();
    std::vector<chat::BusMessage> said_;  ///< in this step
};

class Network {
public:
    Network(Stage& stage, Dice dice) : stage_(stage), dice_(dice) {}

    /// Each node is put on one of two sides, which do not hear each other until heal().
    void split();
    void heal();
    /// The node hears nobody and nobody hears it; then it is told that it missed something.
    void take_away(std::uint64_t run);
    void restore(std::uint64_t run);

private:
    friend class NodeBus;
    using Shared = std::shared_ptr<const chat::BusMessage>;
    void carry(const NodeBus& from, NodeBus& to, const Shared& message);
    void publish(const NodeBus& from, chat::BusMessage message);
    void send(const NodeBus& from, const chat::NodeId& to, chat::BusMessage message);
    void deliver(const NodeBus& to, std::uint64_t from_run, const chat::NodeId& from,
                 const Shared& message);
    Time delay();

    Stage& stage_;
    Dice dice_;
    std::map<std::uint64_t, NodeBus*> nodes_;  ///< by run
};

}  // namespace sim
