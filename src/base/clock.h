/// Clock: the only source of time. Tests give one that moves by hand (tests/support/manual_clock.h).
///
/// Thread:     any.
#pragma once

#include <chrono>

namespace base {

using SteadyTime = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;

/// Wall time as the wire and the store carry it: milliseconds since 1970-01-01T00:00Z.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
public:
    virtual ~Clock() = default;

    /// Never goes backwards; for durations and deadlines.
    [[nodiscard]] virtual SteadyTime now() const = 0;

    /// May jump; for what people read.
    [[nodiscard]] virtual WallTime wall() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] SteadyTime now() const override { return std::chrono::steady_clock::now(); }
    [[nodiscard]] WallTime wall() const override {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now());
    }
};

}  // namespace base
