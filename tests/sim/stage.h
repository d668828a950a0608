/// Stage: what all parts of one simulated run share: its time, its trace, what is in the store, and the weather.
///
/// Thread:     one.
/// Owns:       all of it; outlives every part.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "sim/dice.h"
#include "sim/ledger.h"
#include "sim/planted.h"
#include "sim/schedule.h"
#include "sim/trace.h"
#include "store/memory/memory_store.h"

namespace sim {

/// How often what goes wrong, of a thousand.
struct Weather {
    std::uint32_t bus_lost = 0;
    std::uint32_t bus_repeated = 0;
    std::uint32_t bus_late = 0;
    std::uint32_t store_refuses = 0;      ///< nothing is kept
    std::uint32_t store_answer_lost = 0;  ///< it is kept, but who asked hears `unavailable`
    std::uint32_t store_late = 0;
    std::uint32_t line_late = 0;
};

/// Which things a run has seen: a simulation in which nothing happens finds nothing.
struct Sights {
    std::uint64_t crashes = 0;
    std::uint64_t partitions = 0;
    std::uint64_t restorations = 0;  ///< of the bus
    std::uint64_t lines_cut = 0;
    std::uint64_t sent_again = 0;  ///< messages, with their nonce
    std::uint64_t repeated = 0;    ///< of them those that were in the store already
    std::uint64_t acknowledged = 0;
    std::uint64_t missed = 0;  ///< catch-ups
    std::uint64_t resets = 0;
    std::uint64_t answers_lost = 0;
    std::uint64_t pages = 0;
    std::uint64_t left = 0;
    std::uint64_t told = 0;  ///< events, to clients

    void add(const Sights& other);
};

/// Runs what the store answers within the call that asked, or, of asking past a NodeStore, a moment later.
class StoreExecutor final : public base::Executor {
public:
    explicit StoreExecutor(Schedule& schedule) : schedule_(schedule) {}

    void post(base::Job job) override {
        if (is_inside_) {
            jobs_.push_back(std::move(job));
        } else {
            schedule_.at(order_.next(schedule_.now() + kMoment), std::move(job));
        }
    }
    template <typename Ask>
    void run(Ask ask) {
        is_inside_ = true;
        ask();
        is_inside_ = false;
        for (base::Job& job : std::exchange(jobs_, {}))
            job();
    }

private:
    static constexpr Time kMoment{400};

    Schedule& schedule_;
    InOrder order_;
    bool is_inside_ = false;
    std::vector<base::Job> jobs_;
};

struct Stage {
    Stage(std::uint64_t seed, Planted planted_fault)
        : dice(seed), schedule(dice.apart()), planted(planted_fault), plant_dice(dice.apart()) {}

    Dice dice;
    Schedule schedule;
    Trace trace{schedule};
    Ledger ledger{trace};
    Weather weather;
    Sights sights;
    Planted planted;
    Dice plant_dice;
    bool is_still = false;  ///< nobody comes or goes any more, and nothing fails
    StoreExecutor store_executor{schedule};
    store::MemoryStore store{store_executor};

    /// Whether the planted fault shows itself here and now.
    bool strikes(Planted fault, std::uint32_t one_in) {
        return planted == fault && plant_dice.is_one_in(one_in);
    }
};

}  // namespace sim
