/// SkewedClock: one machine's clocks, which began elsewhere, run at a pace of their own and, the one on the wall, jump.
///
/// Thread:     one.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/clock.h"
#include "sim/dice.h"
#include "sim/schedule.h"

namespace sim {

class SkewedClock final : public base::Clock {
public:
    SkewedClock(const Schedule& schedule, Dice& dice)
        : schedule_(schedule),
          start_(std::chrono::seconds(dice.between(60, 1'000'000))),
          drift_ppm_(static_cast<std::int64_t>(dice.below(1001)) - 500),
          wall_skew_(static_cast<std::int64_t>(dice.below(4001)) - 2000) {}

    [[nodiscard]] base::SteadyTime now() const override { return steady_at(schedule_.now()); }
    [[nodiscard]] base::WallTime wall() const override {
        return base::WallTime(kEpoch + wall_skew_) +
               std::chrono::duration_cast<std::chrono::milliseconds>(schedule_.now());
    }

    /// When this clock will say `time`, or just after.
    [[nodiscard]] Time when(base::SteadyTime time) const {
        const auto here = std::chrono::duration_cast<Time>(time.time_since_epoch() - start_);
        return Time(here.count() * kMillion / (kMillion + drift_ppm_) + 2);
    }
    void jump(std::chrono::milliseconds by) { wall_skew_ += by; }

private:
    static constexpr std::int64_t kMillion = 1'000'000;
    static constexpr std::chrono::milliseconds kEpoch{1'700'000'000'000};

    [[nodiscard]] base::SteadyTime steady_at(Time time) const {
        const Time here(time.count() + time.count() * drift_ppm_ / kMillion);
        return base::SteadyTime(start_ + here);
    }

    const Schedule& schedule_;
    std::chrono::seconds start_;
    std::int64_t drift_ppm_;
    std::chrono::milliseconds wall_skew_;
};

}  // namespace sim
