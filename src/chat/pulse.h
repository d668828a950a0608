/// Pulse: how much this node writes, and how long its store takes for it.
///
/// Thread:     domain.
/// Owns:       a minute of counts, second by second.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace chat {

class Pulse {
public:
    /// The store was asked to keep something, and answered what was asked for at `asked`.
    void on_asked(base::SteadyTime now);
    void on_answered(base::SteadyTime asked, base::SteadyTime now);
    /// A message was kept.
    void on_message(base::SteadyTime now) { ++at(now).messages; }

    /// What was asked for and is not answered yet.
    [[nodiscard]] std::uint32_t waiting() const { return waiting_; }
    /// In the minute before `now`.
    [[nodiscard]] std::uint32_t messages_per_minute(base::SteadyTime now) const;
    /// The longest that something waited which was answered in the ten seconds before `now`; or, if that is longer, how long
    /// the store has been asked without answering anything.
    [[nodiscard]] base::Milliseconds store_wait(base::SteadyTime now) const;

private:
    static constexpr std::size_t kSeconds = 60;
    static constexpr std::int64_t kWaitSeconds = 10;

    struct Second {
        std::int64_t number = -1;  ///< of the clock's seconds; otherwise it is over
        std::uint32_t messages = 0;
        base::Milliseconds wait{0};
    };
    [[nodiscard]] Second& at(base::SteadyTime now);

    std::array<Second, kSeconds> seconds_{};
    std::uint32_t waiting_ = 0;
    base::SteadyTime silent_since_{};  ///< while something waits
};

}  // namespace chat
