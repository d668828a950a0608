#include "loop/event_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "loop/loop_group.h"
#include "loop/remote.h"
#include "support/manual_clock.h"

namespace {

using namespace std::chrono_literals;
using loop::EventLoop;

TEST(EventLoop, posted_work_runs_in_order_and_not_inside_post) {
    support::ManualClock clock;
    EventLoop loop(clock);
    std::string seen;
    loop.post([&] {
        seen += "1";
        loop.post([&] { seen += "3"; });
        seen += "2";
    });
    EXPECT_EQ(seen, "");
    while (loop.run_ready()) {
    }
    EXPECT_EQ(seen, "123");
}

TEST(EventLoop, hook_runs_once_a_turn_after_the_handlers) {
    struct Hook final : loop::TurnHook {
        explicit Hook(std::string& text) : seen(text) {}
        void on_turn_end() override { seen += "H"; }
        std::string& seen;
    };
    support::ManualClock clock;
    EventLoop loop(clock);
    std::string seen;
    Hook hook(seen);
    for (int i = 0; i < 3; ++i) {
        loop.post([&] {
            seen += "w";
            loop.at_end_of_turn(hook);
        });
    }
    loop.run_ready();
    EXPECT_EQ(seen, "wwwH");
}

TEST(EventLoop, hook_destroyed_while_it_waits_is_forgotten) {
    struct Hook final : loop::TurnHook {
        void on_turn_end() override { FAIL(); }
    };
    support::ManualClock clock;
    EventLoop loop(clock);
    {
        Hook hook;
        loop.at_end_of_turn(hook);
    }
    loop.run_ready();
}

TEST(EventLoop, due_timer_fires_in_the_turn_that_follows) {
    struct Owner {
        void fired() { ++count; }
        int count = 0;
        loop::Timer timer = loop::Timer::calling<&Owner::fired>(*this);
    } owner;
    support::ManualClock clock;
    EventLoop loop(clock);
    owner.timer.start(loop.timers(), clock.now() + 1s);
    clock.advance(999ms);
    loop.run_ready();
    EXPECT_EQ(owner.count, 0);
    clock.advance(10ms);
    loop.run_ready();
    EXPECT_EQ(owner.count, 1);
}

TEST(EventLoop, the_first_handler_after_a_wait_knows_how_late_it_is) {
    support::ManualClock clock;
    EventLoop loop(clock);
    loop.run_ready();
    clock.advance(1h);
    std::vector<base::SteadyTime> seen;
    loop.post([&] {
        seen.push_back(loop.now());
        clock.advance(1s);
        seen.push_back(loop.now());
    });
    const base::SteadyTime began = clock.now();
    loop.run_ready();
    EXPECT_THAT(seen, testing::ElementsAre(began, began)) << "one time for the whole turn";
}

TEST(EventLoop, what_is_to_happen_later_waits_for_a_later_turn_however_long_this_one_takes) {
    struct Owner {
        void on_timer() { has_fired = true; }
        loop::Timer timer{loop::Timer::calling<&Owner::on_timer>(*this)};
        bool has_fired = false;
    };
    support::ManualClock clock;
    EventLoop loop(clock);
    Owner owner;
    loop.post([&] {
        owner.timer.start(loop.timers(), loop.now() + 2s);
        clock.advance(3s);
    });
    loop.run_ready();
    EXPECT_FALSE(owner.has_fired);
    loop.run_ready();
    EXPECT_TRUE(owner.has_fired);
}

TEST(EventLoop, timer_wakes_a_loop_that_sleeps) {
    base::SystemClock clock;
    EventLoop loop(clock);
    struct Stopper {
        void fired() { loop.stop(); }
        EventLoop& loop;
        loop::Timer timer = loop::Timer::calling<&Stopper::fired>(*this);
    } stopper{loop};
    stopper.timer.start(loop.timers(), clock.now() + 1ms);
    loop.run();
}

TEST(EventLoop, work_posted_before_stop_is_run) {
    base::SystemClock clock;
    EventLoop loop(clock);
    int ran = 0;
    std::thread other([&] {
        for (int i = 0; i < 1000; ++i)
            loop.post([&] { ++ran; });
        loop.stop();
    });
    loop.run();
    other.join();
    EXPECT_EQ(ran, 1000);
}

TEST(Remote, message_for_an_object_that_is_gone_is_dropped) {
    struct Counter {
        explicit Counter(EventLoop& loop) : home(loop, *this) {}
        int count = 0;
        loop::Home<Counter> home;
    };
    support::ManualClock clock;
    EventLoop loop(clock);
    loop::Remote<Counter> remote;
    {
        Counter counter(loop);
        remote = counter.home.remote();
        remote.post([](Counter& there) { ++there.count; });
        while (loop.run_ready()) {
        }
        EXPECT_EQ(counter.count, 1);
        remote.post([](Counter& there) { ++there.count; });
    }
    while (loop.run_ready()) {
    }
}

TEST(LoopGroup, every_loop_runs_on_its_own_thread) {
    base::SystemClock clock;
    loop::LoopGroup group(clock, 2);
    std::thread::id first;
    std::thread::id second;
    group.at(0).post([&] { first = std::this_thread::get_id(); });
    group.at(1).post([&] { second = std::this_thread::get_id(); });
    group.start();
    group.stop();
    EXPECT_NE(first, second);
    EXPECT_NE(first, std::thread::id());
    EXPECT_NE(second, std::thread::id());
}

}  // namespace
