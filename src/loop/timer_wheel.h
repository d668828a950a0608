/// TimerWheel: thousands of coarse timers that cost nothing while they wait.
///
/// Thread:     loop.
/// Owns:       nothing; a Timer lives inside its owner and leaves the wheel when it is destroyed.
/// Invariant:  a timer never fires before its deadline and at most kTick late on an idle loop.
/// Elsewhere:  EventLoop drives the wheel once per turn.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace loop {

class TimerWheel;

/// One deadline of its owner's. 48 bytes, no allocation.
class Timer {
public:
    using Fire = void (*)(void* owner);

    Timer(Fire fire, void* owner) : fire_(fire), owner_(owner) {}
    ~Timer() { cancel(); }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    /// A timer that calls `owner.Method()`: Timer timer_ = Timer::calling<&Session::on_timeout>(*this);
    template <auto Method, typename Owner>
    [[nodiscard]] static Timer calling(Owner& owner) {
        return Timer([](void* self) { (static_cast<Owner*>(self)->*Method)(); }, &owner);
    }

    /// Arms the timer anew; an earlier deadline is forgotten.
    void start(TimerWheel& wheel, base::SteadyTime deadline);

    /// Harmless when the timer is not armed.
    void cancel();

    [[nodiscard]] bool is_armed() const { return next_ != nullptr; }

private:
    friend class TimerWheel;

    Timer* next_ = nullptr;  // a ring whose head stands in the wheel; null when not armed
    Timer* previous_ = nullptr;
    base::SteadyTime deadline_{};
    Fire fire_;
    void* owner_;
};

class TimerWheel {
public:
    static constexpr std::chrono::milliseconds kTick{8};
    static constexpr std::size_t kSlots = 4096;  ///< one turn of the wheel: 32.8 s

    explicit TimerWheel(base::SteadyTime now);
    TimerWheel(const TimerWheel&) = delete;
    TimerWheel& operator=(const TimerWheel&) = delete;

    /// Fires what is due at `now`. A timer started meanwhile fires in a later call.
    void advance(base::SteadyTime now);

    /// When advance() has something to look at next; nullopt when no timer is armed.
    [[nodiscard]] std::optional<base::SteadyTime> next_look() const;

private:
    friend class Timer;

    [[nodiscard]] std::int64_t tick_of(base::SteadyTime time) const;
    void insert(Timer& timer);

    // Heads of rings; a head is a Timer that never fires.
    struct Head : Timer {
        Head() : Timer(nullptr, nullptr) { next_ = previous_ = this; }
        ~Head() { next_ = previous_ = nullptr; }
        Head(const Head&) = delete;
        Head& operator=(const Head&) = delete;
    };

    base::SteadyTime origin_;
    std::int64_t current_tick_ = 0;  // every timer of an earlier tick was looked at
    mutable std::array<std::uint64_t, kSlots / 64>
        occupied_{};  // bits may outlive the last timer of a slot
    std::array<Head, kSlots> slots_{};
};

}  // namespace loop
