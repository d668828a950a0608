/// Node: one run of one server: a real chat::Chat between a faulty store, a faulty bus and the lines of its clients.
///
/// Thread:     one.
/// Owns:       the Chat and all that is around it. Destroyed is crashed: nothing of it is kept, and no answer to it comes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/executor.h"
#include "base/metrics.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "sim/dice.h"
#include "sim/edge.h"
#include "sim/line.h"
#include "sim/network.h"
#include "sim/node_store.h"
#include "sim/schedule.h"
#include "sim/skewed_clock.h"
#include "sim/stage.h"
#include "support/fake_passwords.h"
#include "support/seeded_random.h"

namespace sim {

class Node : public std::enable_shared_from_this<Node> {
public:
    /// run  counts the runs of all nodes
    Node(Stage& stage, Network& network, std::uint64_t run, Dice dice);
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    void start();
    /// Whether it has started; a client that comes before goes elsewhere.
    [[nodiscard]] bool is_ready() const { return is_ready_; }
    /// The start failed: the program ended.
    [[nodiscard]] bool is_failed() const { return is_failed_; }

    /// A client asks to be let in over `line`.
    void connect(const std::shared_ptr<Line>& line, chat::ConnectRequest request);
    /// The node has noticed that the line is closed.
    void close(chat::ConnectionId id);
    /// Plans its next turn, when the domain waits for a moment.
    void plan();

    [[nodiscard]] chat::Chat& domain() { return *chat_; }
    [[nodiscard]] std::uint64_t run() const { return run_; }
    [[nodiscard]] Edge& edge() { return edge_; }
    [[nodiscard]] NodeStore& store() { return store_; }
    [[nodiscard]] SkewedClock& clock() { return clock_; }

private:
    Stage& stage_;
    std::uint64_t run_;
    Dice dice_;
    Life life_ = std::make_shared<const char>();
    SkewedClock clock_;
    support::SeededRandom random_;
    NodeStore store_;
    NodeBus bus_;
    support::FakePasswords passwords_;
    Edge edge_;
    base::Metrics metrics_;
    std::optional<chat::Chat> chat_;
    std::optional<Time> planned_;
    bool is_ready_ = false;
    bool is_failed_ = false;
};

/// The machines on which nodes run; where none runs, null.
using Nodes = std::vector<std::shared_ptr<Node>>;

/// The limits of a simulated cluster: small enough to be reached.
[[nodiscard]] chat::Limits limits();

}  // namespace sim
