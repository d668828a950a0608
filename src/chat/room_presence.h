/// RoomPresence: how a room hears who comes and goes: each of them, or in a crowd only how many there are.
///
/// Thread:     domain. Sans I/O.
/// Invariant:  in a crowd at most one count each `count_interval`, and the last count told is the true one.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace chat {

class RoomPresence {
public:
    static constexpr base::Milliseconds kCountInterval{1000};

    explicit RoomPresence(std::uint32_t notices_present_max)
        : notices_present_max_(notices_present_max) {}

    enum class Tell : std::uint8_t {
        notice,   ///< who it was
        count,    ///< how many there are
        nothing,  ///< not now: at deadline() the count
    };

    /// Someone came or went; `present` people are here now.
    [[nodiscard]] Tell on_change(std::uint32_t present, base::SteadyTime now);

    [[nodiscard]] std::optional<base::SteadyTime> deadline() const { return deadline_; }

    /// Tell::count when it is time, else Tell::nothing.
    [[nodiscard]] Tell on_time(base::SteadyTime now);

    [[nodiscard]] bool is_crowd(std::uint32_t present) const {
        return present > notices_present_max_;
    }

private:
    std::uint32_t notices_present_max_;
    std::optional<base::SteadyTime> counted_;
    std::optional<base::SteadyTime> deadline_;
};

}  // namespace chat
