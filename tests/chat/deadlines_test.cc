#include "chat/deadlines.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

#include "support/manual_clock.h"

namespace chat {

using std::chrono_literals::operator""ms;

TEST(Deadlines, gives_what_is_due_earliest_first) {
    const support::ManualClock clock;
    const auto now = clock.now();
    Deadlines<std::string> deadlines;
    EXPECT_EQ(deadlines.next(), std::nullopt);
    deadlines.set("b", now + 2ms);
    deadlines.set("a", now + 1ms);
    deadlines.set("c", now + 3ms);
    EXPECT_EQ(deadlines.next(), now + 1ms);
    EXPECT_EQ(deadlines.pop(now), std::nullopt);
    EXPECT_EQ(deadlines.pop(now + 2ms), "a");
    EXPECT_EQ(deadlines.pop(now + 2ms), "b");
    EXPECT_EQ(deadlines.pop(now + 2ms), std::nullopt);
}

TEST(Deadlines, has_one_time_for_each_key) {
    const support::ManualClock clock;
    const auto now = clock.now();
    Deadlines<std::string> deadlines;
    deadlines.set("a", now + 1ms);
    deadlines.set("a", now + 5ms);
    EXPECT_EQ(deadlines.pop(now + 4ms), std::nullopt);
    deadlines.set("a", now + 2ms);
    EXPECT_EQ(deadlines.pop(now + 4ms), "a");
    EXPECT_EQ(deadlines.pop(now + 9ms), std::nullopt);
    deadlines.set("a", now);
    deadlines.clear("a");
    deadlines.clear("a");
    EXPECT_EQ(deadlines.next(), std::nullopt);
}

}  // namespace chat
