#include "chat/pulse.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace chat {
namespace {

std::int64_t second_of(base::SteadyTime time) {
    return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

base::Milliseconds between(base::SteadyTime from, base::SteadyTime to) {
    return std::chrono::floor<base::Milliseconds>(to - from);
}

}  // namespace

Pulse::Second& Pulse::at(base::SteadyTime now) {
    const std::int64_t number = second_of(now);
    Second& second = seconds_[static_cast<std::size_t>(number) % kSeconds];
    if (second.number != number) second = {.number = number};
    return second;
}

void Pulse::on_asked(base::SteadyTime now) {
    if (waiting_++ == 0) silent_since_ = now;
}

void Pulse::on_answered(base::SteadyTime asked, base::SteadyTime now) {
    --waiting_;
    silent_since_ = now;
    Second& second = at(now);
    second.wait = std::max(second.wait, between(asked, now));
}

std::uint32_t Pulse::messages_per_minute(base::SteadyTime now) const {
    const std::int64_t last = second_of(now);
    std::uint32_t messages = 0;
    for (const Second& second : seconds_) {
        if (second.number > last - static_cast<std::int64_t>(kSeconds)) messages += second.messages;
    }
    return messages;
}

base::Milliseconds Pulse::store_wait(base::SteadyTime now) const {
    const std::int64_t last = second_of(now);
    base::Milliseconds longest =
        waiting_ == 0 ? base::Milliseconds{0} : between(silent_since_, now);
    for (const Second& second : seconds_) {
        if (second.number > last - kWaitSeconds) longest = std::max(longest, second.wait);
    }
    return longest;
}

}  // namespace chat
