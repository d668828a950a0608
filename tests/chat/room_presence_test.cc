#include "chat/room_presence.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>

#include "support/manual_clock.h"

namespace chat {

using std::chrono_literals::operator""ms;
using Tell = RoomPresence::Tell;

TEST(RoomPresence, names_each_while_there_are_few) {
    const support::ManualClock clock;
    RoomPresence presence(2);
    EXPECT_EQ(presence.on_change(1, clock.now()), Tell::notice);
    EXPECT_EQ(presence.on_change(2, clock.now()), Tell::notice);
    EXPECT_EQ(presence.deadline(), std::nullopt);
}

TEST(RoomPresence, counts_a_crowd_at_most_once_a_second_and_tells_the_last_count) {
    support::ManualClock clock;
    RoomPresence presence(2);
    EXPECT_EQ(presence.on_change(3, clock.now()), Tell::count);
    clock.advance(100ms);
    EXPECT_EQ(presence.on_change(4, clock.now()), Tell::nothing);
    EXPECT_EQ(presence.on_change(5, clock.now()), Tell::nothing);
    ASSERT_EQ(presence.deadline(), clock.now() + 900ms);
    EXPECT_EQ(presence.on_time(clock.now()), Tell::nothing);
    clock.advance(900ms);
    EXPECT_EQ(presence.on_time(clock.now()), Tell::count);
    EXPECT_EQ(presence.deadline(), std::nullopt);
    EXPECT_EQ(presence.on_change(6, clock.now()), Tell::nothing);
    clock.advance(2000ms);
    EXPECT_EQ(presence.on_time(clock.now()), Tell::count);
    clock.advance(1000ms);
    EXPECT_EQ(presence.on_change(7, clock.now()), Tell::count) << "nothing was told for a second";
}

TEST(RoomPresence, names_again_when_the_crowd_has_gone) {
    const support::ManualClock clock;
    RoomPresence presence(2);
    EXPECT_EQ(presence.on_change(3, clock.now()), Tell::count);
    EXPECT_EQ(presence.on_change(2, clock.now()), Tell::notice);
}

}  // namespace chat
