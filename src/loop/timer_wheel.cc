#include "loop/timer_wheel.h"

#include <algorithm>
#include <bit>

namespace loop {

void Timer::start(TimerWheel& wheel, base::SteadyTime deadline) {
    cancel();
    deadline_ = deadline;
    wheel.insert(*this);
}

void Timer::cancel() {
    if (next_ == nullptr) return;
    next_->previous_ = previous_;
    previous_->next_ = next_;
    next_ = previous_ = nullptr;
}

TimerWheel::TimerWheel(base::SteadyTime now) : origin_(now) {}

std::int64_t TimerWheel::tick_of(base::SteadyTime time) const {
    // Rounded up, so that the tick's beginning is never before the deadline.
    return (time - origin_ + kTick - base::SteadyTime::duration(1)) / kTick;
}

void TimerWheel::insert(Timer& timer) {
    const std::int64_t tick = std::max(tick_of(timer.deadline_), current_tick_ + 1);
    const auto slot = static_cast<std::size_t>(tick) % kSlots;
    Head& head = slots_[slot];
    timer.previous_ = head.previous_;
    timer.next_ = &head;
    head.previous_->next_ = &timer;
    head.previous_ = &timer;
    occupied_[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

void TimerWheel::advance(base::SteadyTime now) {
    const std::int64_t target = (now - origin_) / kTick;
    if (target <= current_tick_) return;
    // After a long pause each slot needs one look, not one for each turn of the wheel.
    const std::int64_t first =
        std::max(current_tick_ + 1, target - static_cast<std::int64_t>(kSlots) + 1);
    current_tick_ = target;
    Head due;
    for (std::int64_t tick = first; tick <= target; ++tick) {
        const auto slot = static_cast<std::size_t>(tick) % kSlots;
        const std::uint64_t bit = std::uint64_t{1} << (slot % 64);
        if ((occupied_[slot / 64] & bit) == 0) continue;
        Head& head = slots_[slot];
        for (Timer* timer = head.next_; timer != &head;) {
            Timer* const next = timer->next_;
            if (timer->deadline_ <= now) {
                timer->cancel();
                timer->previous_ = due.previous_;
                timer->next_ = &due;
                due.previous_->next_ = timer;
                due.previous_ = timer;
            }
            timer = next;
        }
        if (head.next_ == &head) occupied_[slot / 64] &= ~bit;
    }
    while (due.next_ != &due) {
        Timer* const timer = due.next_;
        timer->cancel();
        timer->fire_(timer->owner_);  // may cancel or destroy any timer, those still due included
    }
}

std::optional<base::SteadyTime> TimerWheel::next_look() const {
    const auto first = static_cast<std::size_t>(current_tick_ + 1) % kSlots;
    for (std::size_t step = 0; step < kSlots;) {
        const std::size_t slot = (first + step) % kSlots;
        const std::uint64_t word = occupied_[slot / 64] >> (slot % 64);
        if (word == 0) {
            step += 64 - slot % 64;
            continue;
        }
        step += static_cast<std::size_t>(std::countr_zero(word));
        if (step >= kSlots) break;
        const std::size_t found = (first + step) % kSlots;
        if (slots_[found].next_ == &slots_[found]) {  // its timers were cancelled
            occupied_[found / 64] &= ~(std::uint64_t{1} << (found % 64));
            continue;
        }
        return origin_ + kTick * (current_tick_ + 1 + static_cast<std::int64_t>(step));
    }
    return std::nullopt;
}

}  // namespace loop
