/// ManualClock: time that moves only when a test says so.
#pragma once

#include "base/clock.h"

namespace support {

class ManualClock final : public base::Clock {
public:
    [[nodiscard]] base::SteadyTime now() const override { return now_; }
    [[nodiscard]] base::WallTime wall() const override { return wall_; }

    void advance(std::chrono::nanoseconds by) {
        now_ += std::chrono::duration_cast<base::SteadyTime::duration>(by);
        wall_ += std::chrono::duration_cast<base::WallTime::duration>(by);
    }

private:
    base::SteadyTime now_{std::chrono::hours(1)};
    base::WallTime wall_{std::chrono::milliseconds(1'700'000'000'000)};
};

}  // namespace support
