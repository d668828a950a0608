/// LocalBus: the Bus within one process: for one node alone, and for whole clusters in a test.
///
/// Thread:     one; all nodes of a LocalNetwork live on it.
/// Owns:       nothing; each bus joins the network when made and leaves it when destroyed, which comes last.
/// Invariant:  what is said arrives at each other node that listens, in order, never inside the call.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_set>
#include <vector>

#include "base/executor.h"
#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/ids.h"

namespace cluster {

class LocalBus;

/// Who is there.
class LocalNetwork {
public:
    LocalNetwork() = default;
    LocalNetwork(const LocalNetwork&) = delete;
    LocalNetwork& operator=(const LocalNetwork&) = delete;

private:
    friend class LocalBus;
    std::vector<LocalBus*> nodes_;
    std::uint64_t nodes_ever_ = 0;
};

class LocalBus final : public chat::Bus {
public:
    /// executor  runs what this node receives
    LocalBus(LocalNetwork& network, base::Executor& executor);
    ~LocalBus() override;
    LocalBus(const LocalBus&) = delete;
    LocalBus& operator=(const LocalBus&) = delete;

    [[nodiscard]] Reach reach() const override;
    [[nodiscard]] chat::NodeId node() const override { return id_; }
    void attach(Receiver& receiver) override;
    void detach() override;
    void publish(chat::BusMessage message) override;
    void send(const chat::NodeId& to, chat::BusMessage message) override;
    void subscribe(const chat::RoomId& room) override { rooms_.insert(room); }
    void unsubscribe(const chat::RoomId& room) override { rooms_.erase(room); }

private:
    /// What a node is to its own posted jobs, which may outlive it.
    struct Ear {
        Receiver* receiver = nullptr;
    };
    void hear(const chat::NodeId& from, std::shared_ptr<const chat::BusMessage> message);

    const chat::NodeId id_;
    LocalNetwork& network_;
    base::Executor& executor_;
    std::shared_ptr<Ear> ear_ = std::make_shared<Ear>();
    std::unordered_set<chat::RoomId> rooms_;
};

}  // namespace cluster
