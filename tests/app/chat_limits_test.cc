#include "app/chat_limits.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

#include "app/config.h"
#include "chat/chat.h"

namespace {

app::Config with_queue(std::uint64_t bytes) {
    app::Config config;
    config.send_queue_bytes_max = bytes;
    return config;
}

TEST(ChatLimits, by_default_a_page_and_the_catch_ups_have_room_in_a_send_queue) {
    const chat::Limits limits = app::chat_limits({});
    EXPECT_EQ(limits.page_bytes_max, chat::Limits().page_bytes_max) << "nothing is cut";
    EXPECT_EQ(limits.catchup_bytes_max, chat::Limits().catchup_bytes_max);
    EXPECT_LT(limits.page_bytes_max + limits.catchup_bytes_max, app::Config().send_queue_bytes_max);
}

TEST(ChatLimits, a_smaller_send_queue_makes_them_smaller) {
    for (const std::uint64_t bytes : {65'536U, 100'001U, 1'048'575U}) {
        const chat::Limits limits = app::chat_limits(with_queue(bytes));
        EXPECT_EQ(limits.page_bytes_max, bytes / 4);
        EXPECT_EQ(limits.catchup_bytes_max, bytes / 2);
    }
}

TEST(ChatLimits, a_larger_send_queue_leaves_them) {
    const chat::Limits limits = app::chat_limits(with_queue(1'000'000'000));
    EXPECT_EQ(limits.page_bytes_max, chat::Limits().page_bytes_max);
    EXPECT_EQ(limits.catchup_bytes_max, chat::Limits().catchup_bytes_max);
}

TEST(ChatLimits, are_what_was_set) {
    app::Config config;
    config.text_characters_max = 77;
    config.leave_grace = std::chrono::milliseconds(5);
    config.rate_limits = false;
    const chat::Limits limits = app::chat_limits(config);
    EXPECT_EQ(limits.text_characters_max, 77U);
    EXPECT_EQ(limits.leave_grace, std::chrono::milliseconds(5));
    EXPECT_EQ(limits.rate_limits, chat::Limits::RateLimits::off);
}

}  // namespace
