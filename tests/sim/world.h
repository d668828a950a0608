/// World: one simulated run of a whole cluster, from one seed: some machines, some people, bad weather, then quiet.
///
/// Thread:     one; worlds share nothing, so each thread may have its own.
/// Owns:       everything of the run.
/// Invariant:  the same seed and options give the same trace, step by step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "chat/ids.h"
#include "sim/client.h"
#include "sim/dice.h"
#include "sim/network.h"
#include "sim/node.h"
#include "sim/planted.h"
#include "sim/rules.h"
#include "sim/schedule.h"
#include "sim/stage.h"

namespace sim {

/// What came of a run.
struct Outcome {
    std::uint64_t seed = 0;
    std::string failure;             ///< the promise that was broken; empty: all were kept
    std::vector<std::string> trace;  ///< the last steps, of a failed run
    std::uint64_t hash = 0;          ///< of all steps
    std::uint64_t steps = 0;
    Sights sights;

    [[nodiscard]] bool is_failed() const { return !failure.empty(); }
    /// For people: the failure, how to replay it, and the trace.
    [[nodiscard]] std::string report() const;
};

class World {
public:
    explicit World(std::uint64_t seed, Planted planted = Planted::none);
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    [[nodiscard]] Outcome run();

private:
    void pass(Time duration);
    void start(std::size_t machine);
    void crash(std::size_t machine);
    void look_after_machines();
    void begin();
    void storm();
    void bad_weather();
    void incident();
    void calm();
    void check();
    /// Asks each node who is present in its rooms.
    void ask_who_is_present();
    void check_present(const Node& node, const chat::RoomId& room, const chat::Members& members);
    void check_names();

    std::uint64_t seed_;
    Stage stage_;
    Dice dice_;
    Network network_;
    Rules rules_;
    Outside outside_;
    std::vector<std::unique_ptr<Client>> clients_;
    std::uint64_t last_run_ = 0;
};

/// Runs one seed.
[[nodiscard]] Outcome run_seed(std::uint64_t seed, Planted planted = Planted::none);

}  // namespace sim
