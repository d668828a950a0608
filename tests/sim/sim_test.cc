#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/seeds.h"
#include "sim/stage.h"
#include "sim/world.h"

namespace sim {
namespace {

constexpr std::uint64_t kSeeds = 2000;

/// The one seed that somebody wants to see again.
std::optional<std::uint64_t> wanted_seed() {
    const char* const text = std::getenv("SIM_SEED");
    if (text == nullptr) return std::nullopt;
    return std::strtoull(text, nullptr, 10);
}

TEST(Simulation, cluster_keeps_its_promises) {
    if (const auto seed = wanted_seed()) {
        const Outcome outcome = run_seed(*seed);
        std::cout << "seed " << *seed << ": " << outcome.steps << " steps, hash " << outcome.hash
                  << '\n';
        EXPECT_FALSE(outcome.is_failed()) << outcome.report();
        return;
    }
    const Harvest harvest = run_seeds(1, kSeeds);
    EXPECT_EQ(harvest.runs, kSeeds);
    std::cout << harvest.runs << " seeds, " << harvest.steps << " steps\n";
    for (const Outcome& outcome : harvest.failed)
        ADD_FAILURE() << outcome.report();
}

TEST(Simulation, same_seed_does_the_same_again) {
    std::vector<std::unique_ptr<std::string>> ballast;  // so that nothing stands where it stood
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Outcome first = run_seed(seed);
        ballast.push_back(std::make_unique<std::string>(1000 * seed, 'x'));
        const Outcome second = run_seed(seed);
        EXPECT_EQ(first.hash, second.hash) << "seed " << seed;
        EXPECT_EQ(first.steps, second.steps) << "seed " << seed;
        EXPECT_NE(first.hash, run_seed(seed + 1).hash) << "seed " << seed;
    }
}

/// A simulation in which nothing happens keeps every promise.
TEST(Simulation, everything_that_can_go_wrong_does) {
    const Sights sights = run_seeds(1, 200).sights;
    EXPECT_GT(sights.crashes, 100U);
    EXPECT_GT(sights.partitions, 100U);
    EXPECT_GT(sights.restorations, 50U);
    EXPECT_GT(sights.lines_cut, 500U);
    EXPECT_GT(sights.acknowledged, 2000U);
    EXPECT_GT(sights.sent_again, 200U);
    EXPECT_GT(sights.repeated, 20U);
    EXPECT_GT(sights.answers_lost, 20U);
    EXPECT_GT(sights.missed, 200U);
    EXPECT_GT(sights.resets, 2U);
    EXPECT_GT(sights.pages, 200U);
    EXPECT_GT(sights.left, 10U);
    EXPECT_GT(sights.told, 10'000U);
}

}  // namespace
}  // namespace sim
