#include "chat/pulse.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

#include "base/clock.h"
#include "support/manual_clock.h"

namespace chat {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

class PulseTest : public testing::Test {
protected:
    [[nodiscard]] base::SteadyTime now() const { return clock.now(); }
    void take(base::Milliseconds time) {
        const base::SteadyTime asked = now();
        pulse.on_asked(asked);
        clock.advance(time);
        pulse.on_answered(asked, now());
    }

    support::ManualClock clock;
    Pulse pulse;
};

TEST_F(PulseTest, nothing_happened_yet) {
    EXPECT_EQ(pulse.messages_per_minute(now()), 0U);
    EXPECT_EQ(pulse.store_wait(now()), 0ms);
}

TEST_F(PulseTest, messages_count_for_a_minute) {
    for (std::uint32_t second = 0; second < 200; ++second) {
        pulse.on_message(now());
        pulse.on_message(now());
        EXPECT_EQ(pulse.messages_per_minute(now()), second < 60 ? 2 * (second + 1) : 120U);
        clock.advance(1s);
    }
    clock.advance(29s);
    EXPECT_EQ(pulse.messages_per_minute(now()), 60U);
    clock.advance(30s);
    EXPECT_EQ(pulse.messages_per_minute(now()), 0U);
}

TEST_F(PulseTest, the_longest_wait_counts_for_ten_seconds) {
    take(7ms);
    take(40ms);
    take(3ms);
    EXPECT_EQ(pulse.store_wait(now()), 40ms);
    clock.advance(8s);
    EXPECT_EQ(pulse.store_wait(now()), 40ms);
    clock.advance(2s);
    EXPECT_EQ(pulse.store_wait(now()), 0ms);
}

TEST_F(PulseTest, a_store_that_answers_nothing_is_waited_for_longer_and_longer) {
    pulse.on_asked(now());
    const base::SteadyTime first = now();
    clock.advance(1s);
    pulse.on_asked(now());
    const base::SteadyTime second = now();
    clock.advance(20s);
    EXPECT_EQ(pulse.store_wait(now()), 21s);
    pulse.on_answered(first, now());
    clock.advance(500ms);
    EXPECT_EQ(pulse.store_wait(now()), 21s) << "that one waited so long";
    pulse.on_answered(second, now());
    clock.advance(60s);
    EXPECT_EQ(pulse.store_wait(now()), 0ms);
    pulse.on_asked(now());
    clock.advance(5ms);
    EXPECT_EQ(pulse.store_wait(now()), 5ms) << "not since the last answer";
}

}  // namespace
}  // namespace chat
