/// Dice: where every decision of a simulated run comes from.
///
/// Thread:     one at a time.
/// Invariant:  the same seed gives the same decisions on every machine and with every compiler: the standard's
///             distributions do not promise that.
#pragma once

#include <cstdint>

namespace sim {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    /// Uniform in [0, 2^64), by the SplitMix64 sequence.
    std::uint64_t number() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }
    /// In [0, end); end > 0.
    std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(number() % end); }
    /// In [first, last].
    std::uint32_t between(std::uint32_t first, std::uint32_t last) {
        return first + below(last - first + 1);
    }
    bool is_one_in(std::uint32_t n) { return below(n) == 0; }
    /// True so many times of a thousand.
    bool is_hit(std::uint32_t per_mille) { return below(1000) < per_mille; }
    /// Dice of their own for one part of the run: what it throws moves nobody else's.
    Dice apart() { return Dice(number()); }

private:
    std::uint64_t state_;
};

}  // namespace sim
