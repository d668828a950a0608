#include "chat/retention_words.h"

#include <gtest/gtest.h>

namespace chat {
namespace {

TEST(RetentionWords, what_is_written_is_read) {
    for (const std::uint32_t days : {0U, 1U, 30U, kRetentionDaysMax})
        EXPECT_EQ(retention_of(words_of_retention(days)), days);
    EXPECT_EQ(words_of_retention(0), "");
    for (const Ordinal messages : {Ordinal{0}, Ordinal{1}, Ordinal{1} << 40U})
        EXPECT_EQ(expired_of(words_of_expired(messages)), messages);
}

TEST(RetentionWords, what_is_none_keeps_everything) {
    for (const char* words : {"", "-1", "1 day", "0x10", "99999999999999999999"}) {
        EXPECT_EQ(retention_of(words), 0U) << words;
        EXPECT_EQ(expired_of(words), 0U) << words;
    }
    EXPECT_EQ(retention_of("100000"), kRetentionDaysMax);
}

}  // namespace
}  // namespace chat
