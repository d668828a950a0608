#include "sim/planted.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <iostream>
#include <string>

#include "sim/seeds.h"
#include "sim/world.h"

namespace sim {
namespace {

struct Case {
    const char* name;
    Planted planted;
};

class PlantedFault : public testing::TestWithParam<Case> {};

TEST_P(PlantedFault, is_found_within_a_thousand_seeds) {
    constexpr std::uint64_t kSeeds = 1000;
    const Harvest harvest = run_seeds(1, kSeeds, Until::a_failure, GetParam().planted);
    ASSERT_FALSE(harvest.failed.empty()) << "no seed of the first " << kSeeds << " finds it";
    const Outcome& found = harvest.failed.front();
    std::cout << GetParam().name << " is found by seed " << found.seed << ": " << found.failure
              << '\n';
    EXPECT_FALSE(found.trace.empty());
    // Without the fault the same seed finds nothing: it is the fault that was found.
    EXPECT_EQ(run_seed(found.seed).failure, "");
}

INSTANTIATE_TEST_SUITE_P(Each, PlantedFault,
                         testing::Values(Case{"forgotten_nonce", Planted::forgotten_nonce},
                                         Case{"early_answer", Planted::early_answer},
                                         Case{"wrong_seq", Planted::wrong_seq},
                                         Case{"lost_event", Planted::lost_event},
                                         Case{"live_before_catchup", Planted::live_before_catchup},
                                         Case{"deaf_to_leaving", Planted::deaf_to_leaving},
                                         Case{"marker_back", Planted::marker_back}),
                         [](const testing::TestParamInfo<Case>& tested) {
                             return std::string(tested.param.name);
                         });

}  // namespace
}  // namespace sim
