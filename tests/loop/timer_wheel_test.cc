#include "loop/timer_wheel.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <vector>

namespace {

using namespace std::chrono_literals;
using loop::Timer;
using loop::TimerWheel;

struct Owner {
    void fired() { ++count; }
    int count = 0;
    Timer timer = Timer::calling<&Owner::fired>(*this);
};

const base::SteadyTime kStart{1h};

TEST(TimerWheel, fires_at_the_deadline_and_not_before) {
    TimerWheel wheel(kStart);
    Owner owner;
    owner.timer.start(wheel, kStart + 100ms);
    wheel.advance(kStart + 99ms);
    EXPECT_EQ(owner.count, 0);
    wheel.advance(kStart + 100ms + TimerWheel::kTick);
    EXPECT_EQ(owner.count, 1);
    EXPECT_FALSE(owner.timer.is_armed());
}

TEST(TimerWheel, deadline_beyond_one_turn_of_the_wheel_waits_for_it) {
    TimerWheel wheel(kStart);
    Owner owner;
    owner.timer.start(wheel, kStart + 100s);
    for (auto t = 0s; t < 100s; t += 1s)
        wheel.advance(kStart + t);
    EXPECT_EQ(owner.count, 0);
    wheel.advance(kStart + 101s);
    EXPECT_EQ(owner.count, 1);
}

TEST(TimerWheel, a_pause_longer_than_the_wheel_loses_no_timer) {
    TimerWheel wheel(kStart);
    std::vector<std::unique_ptr<Owner>> owners;
    for (int i = 0; i < 1000; ++i) {
        owners.push_back(std::make_unique<Owner>());
        owners.back()->timer.start(wheel, kStart + i * 77ms);
    }
    wheel.advance(kStart + 10min);
    for (const auto& owner : owners)
        EXPECT_EQ(owner->count, 1);
}

TEST(TimerWheel, cancelled_and_destroyed_timers_never_fire) {
    TimerWheel wheel(kStart);
    Owner cancelled;
    cancelled.timer.start(wheel, kStart + 1s);
    cancelled.timer.cancel();
    {
        Owner gone;
        gone.timer.start(wheel, kStart + 1s);
    }
    EXPECT_EQ(wheel.next_look(), std::nullopt);
    wheel.advance(kStart + 2s);
    EXPECT_EQ(cancelled.count, 0);
}

TEST(TimerWheel, timer_may_cancel_another_that_is_due_in_the_same_call) {
    struct Pair {
        void first() { second_timer.cancel(); }
        void second() { ++seconds; }
        int seconds = 0;
        Timer first_timer = Timer::calling<&Pair::first>(*this);
        Timer second_timer = Timer::calling<&Pair::second>(*this);
    } pair;
    TimerWheel wheel(kStart);
    pair.first_timer.start(wheel, kStart + 1s);
    pair.second_timer.start(wheel, kStart + 1s);
    wheel.advance(kStart + 2s);
    EXPECT_EQ(pair.seconds, 0);
}

TEST(TimerWheel, timer_that_starts_itself_again_fires_once_a_call) {
    struct Beat {
        void fired() {
            ++count;
            timer.start(wheel, kStart);
        }
        TimerWheel wheel{kStart};
        int count = 0;
        Timer timer = Timer::calling<&Beat::fired>(*this);
    } beat;
    beat.timer.start(beat.wheel, kStart);
    beat.wheel.advance(kStart + 1s);
    beat.wheel.advance(kStart + 2s);
    EXPECT_EQ(beat.count, 2);
}

TEST(TimerWheel, next_look_is_never_later_than_the_first_deadline_rounded_up) {
    std::mt19937 random(7);
    TimerWheel wheel(kStart);
    base::SteadyTime now = kStart;
    Owner owner;
    for (int i = 0; i < 5000; ++i) {
        const base::SteadyTime deadline = now + std::chrono::milliseconds(random() % 32'000);
        owner.timer.start(wheel, deadline);
        const auto look = wheel.next_look();
        ASSERT_TRUE(look.has_value());
        ASSERT_LE(*look, deadline + 2 * TimerWheel::kTick);
        ASSERT_GE(*look + TimerWheel::kTick, std::min(deadline, now + TimerWheel::kTick));
        now += std::chrono::milliseconds(random() % 100);
        wheel.advance(now);
    }
}

}  // namespace
