/// Seeds: runs many worlds, on all cores at once.
///
/// Thread:     the caller's, which waits for those that it starts.
/// Invariant:  what is found does not depend on how many cores there are: of several failures the first seed's counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/planted.h"
#include "sim/stage.h"
#include "sim/world.h"

namespace sim {

struct Harvest {
    std::vector<Outcome> failed;  ///< by seed; at most kKeptMax
    std::uint64_t failures = 0;
    std::uint64_t runs = 0;
    std::uint64_t steps = 0;
    Sights sights;

    static constexpr std::size_t kKeptMax = 20;
};

enum class Until : std::uint8_t {
    end,       ///< all seeds
    a_failure  ///< no further ones than the first that fails
};

/// Runs the seeds first, first + 1 ... A world that ends the program names its seed on standard error.
[[nodiscard]] Harvest run_seeds(std::uint64_t first, std::uint64_t count, Until until = Until::end,
                                Planted planted = Planted::none);

}  // namespace sim
