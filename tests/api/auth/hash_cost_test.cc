#include "api/auth/hash_cost.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/sizes.h"

namespace api::auth {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""ns;
using std::chrono_literals::operator""s;

TEST(HashCost, takes_what_the_machine_affords) {
    struct Case {
        const char* why;
        std::chrono::nanoseconds least_took;
        HashCost cost;
    };
    const Case cases[] = {
        {"a machine of today", 20ms, {.passes = 5, .memory_bytes = 64_MiB}},
        {"a fast one: passes end", 1ms, {.passes = 10, .memory_bytes = 64_MiB}},
        {"no time at all was measured", 0ns, {.passes = 10, .memory_bytes = 64_MiB}},
        {"memory before passes", 55ms, {.passes = 2, .memory_bytes = 64_MiB}},
        {"less memory", 70ms, {.passes = 2, .memory_bytes = 48_MiB}},
        {"less again", 110ms, {.passes = 2, .memory_bytes = 32_MiB}},
        {"almost the least", 150ms, {.passes = 2, .memory_bytes = 24_MiB}},
        {"never under the least", 190ms, kLeastCost},
        {"however slow", 10s, kLeastCost},
    };
    for (const auto& [why, least_took, cost] : cases) {
        SCOPED_TRACE(why);
        EXPECT_EQ(cost_within_aim(least_took), cost);
    }
}

TEST(HashCost, stays_within_its_bounds_and_its_aim) {
    for (auto took = 1ms; took < 400ms; took += 1ms) {
        const HashCost cost = cost_within_aim(took);
        EXPECT_GE(cost.passes, kLeastCost.passes);
        EXPECT_LE(cost.passes, kHashPassesMax);
        EXPECT_GE(cost.memory_bytes, kLeastCost.memory_bytes);
        EXPECT_LE(cost.memory_bytes, kHashMemoryMax);
        if (cost == kLeastCost) continue;
        const auto times_the_least = static_cast<double>(cost.passes * cost.memory_bytes) /
                                     static_cast<double>(2 * kLeastCost.memory_bytes);
        EXPECT_LE(times_the_least * static_cast<double>(took.count()), 200.0) << took.count();
    }
}

}  // namespace api::auth
