#include "net/tape.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using net::Lane;
using net::Slice;
using net::Tape;

TEST(Tape, slices_show_what_was_written) {
    Tape tape;
    const Slice first = tape.write("head", "body", Lane::shared);
    const Slice second = tape.write("next", Lane::shared);
    EXPECT_EQ(tape.view(first), "headbody");
    EXPECT_EQ(tape.view(second), "next");
    EXPECT_EQ(second.begin, first.begin + first.size);
}

TEST(Tape, lanes_do_not_tear_each_other_apart) {
    Tape tape;
    const Slice before = tape.write("one", Lane::shared);
    const Slice aside = tape.write("ack", Lane::direct);
    const Slice behind = tape.write("two", Lane::shared);
    EXPECT_EQ(behind.begin, before.begin + before.size);
    EXPECT_EQ(tape.view(aside), "ack");
    EXPECT_EQ(tape.size(Lane::shared), 6U);
    EXPECT_EQ(tape.size(Lane::direct), 3U);
}

TEST(Tape, is_empty_after_the_turn) {
    Tape tape;
    (void)tape.write(std::string(2 * Tape::kCapacityKeptMax, 'x'), Lane::shared);
    tape.clear();
    EXPECT_EQ(tape.size(Lane::shared), 0U);
    EXPECT_EQ(tape.write("x", Lane::shared), (Slice{.begin = 0, .size = 1, .lane = Lane::shared}));
}

}  // namespace
