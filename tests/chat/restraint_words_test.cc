#include "chat/restraint_words.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "chat/chat.h"
#include "chat/room.h"

namespace chat {
namespace {

TEST(RestraintWords, are_read_as_they_were_written) {
    const Mute until{.until = base::WallTime(base::Milliseconds(1'700'000'000'123))};
    EXPECT_EQ(words_of(until), "1700000000123");
    EXPECT_EQ(mute_of(words_of(until)), until);
    EXPECT_EQ(words_of(Mute{}), "");
    EXPECT_EQ(mute_of(""), Mute{});
    EXPECT_EQ(words_of_slow_mode(0), "");
    EXPECT_EQ(slow_mode_of(""), 0U);
    EXPECT_EQ(words_of_slow_mode(30), "30");
    EXPECT_EQ(slow_mode_of("30"), 30U);
}

TEST(RestraintWords, what_is_none_is_the_most_there_is) {
    for (const char* words : {"soon", "12 ", "99999999999999999999", "-"}) {
        SCOPED_TRACE(words);
        EXPECT_EQ(mute_of(words), Mute{});
        EXPECT_EQ(slow_mode_of(words), kSlowModeSecondsMax);
    }
    EXPECT_EQ(slow_mode_of("100000"), kSlowModeSecondsMax);
    EXPECT_EQ(slow_mode_of("-5"), 0U);
}

}  // namespace
}  // namespace chat
