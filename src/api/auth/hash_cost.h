/// HashCost: how much work and memory one Argon2id hash takes, and what this machine can afford.
///
/// Thread:     any. Pure functions.
/// Invariant:  never under OWASP's least for Argon2id (19 MiB, 2 passes), however slow the machine.
#pragma once

#include <chrono>
#include <cstddef>

#include "base/sizes.h"

namespace api::auth {

using base::literals::operator""_MiB;

struct HashCost {
    unsigned long long passes = 0;
    std::size_t memory_bytes = 0;

    friend bool operator==(const HashCost&, const HashCost&) = default;
};

inline constexpr HashCost kLeastCost{.passes = 2, .memory_bytes = 19_MiB};
inline constexpr std::size_t kHashMemoryMax = 64_MiB;
inline constexpr unsigned long long kHashPassesMax = 10;
/// What one hash is to take at most on an idle core, as far as kLeastCost lets it.
inline constexpr std::chrono::milliseconds kHashTimeAim{200};

/// The dearest cost that stays within kHashTimeAim, where a hash of kLeastCost takes `least_took`: memory first, in
/// a few coarse steps so that restarts mostly choose alike, then passes.
[[nodiscard]] HashCost cost_within_aim(std::chrono::nanoseconds least_took);

}  // namespace api::auth
