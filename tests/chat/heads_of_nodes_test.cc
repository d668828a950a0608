#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "chat/two_nodes.h"

namespace chat {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

TEST_F(TwoNodes, the_end_of_a_log_that_the_bus_lost_is_told_of_when_the_room_stands_still) {
    ASSERT_TRUE(say("a last word"));
    network.lose_all();
    pass(2s + 100ms);
    EXPECT_THAT(heard(1), testing::ElementsAre("2 Ada: a last word"));
}

TEST_F(TwoNodes, the_end_of_a_log_is_found_though_all_that_was_told_of_it_soon_is_lost) {
    ASSERT_TRUE(say("a last word"));
    network.lose_all();
    network.loses_all = true;
    pass(4s);
    ASSERT_THAT(heard(1), testing::IsEmpty());
    network.loses_all = false;
    pass(5s + 100ms);
    EXPECT_THAT(heard(1), testing::Contains("2 Ada: a last word"));
}

TEST_F(TwoNodes, of_a_room_that_stands_still_a_node_tells_once_in_five_rounds) {
    pass(5s);
    network.heads_said = 0;
    pass(10s);
    EXPECT_EQ(network.heads_said, 2 * nodes.size());
}

}  // namespace
}  // namespace chat
