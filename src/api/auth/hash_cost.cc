#include "api/auth/hash_cost.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

#include "base/sizes.h"

namespace api::auth {
namespace {

constexpr std::array<std::size_t, 4> kMemorySteps{kHashMemoryMax, 48_MiB, 32_MiB, 24_MiB};

}  // namespace

HashCost cost_within_aim(std::chrono::nanoseconds least_took) {
    const auto least_work =
        static_cast<double>(kLeastCost.passes) * static_cast<double>(kLeastCost.memory_bytes);
    const double took = std::max(1.0, static_cast<double>(least_took.count()));
    const double aim = std::chrono::duration<double, std::nano>(kHashTimeAim).count();
    // The time of a hash grows with memory times passes.
    const double work = least_work * aim / took;

    for (const std::size_t memory : kMemorySteps) {
        const double passes = work / static_cast<double>(memory);
        if (passes < static_cast<double>(kLeastCost.passes)) continue;
        const double bounded = std::min(passes, static_cast<double>(kHashPassesMax));
        return {.passes = static_cast<unsigned long long>(bounded), .memory_bytes = memory};
    }
    return kLeastCost;
}

}  // namespace api::auth
