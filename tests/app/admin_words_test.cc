#include "app/admin_words.h"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <string>

#include "app/admin_wish.h"
#include "app/config.h"

namespace app {
namespace {

TEST(AdminWords, a_day_begins_in_utc) {
    EXPECT_EQ(beginning_of_day("1970-01-01"), 0);
    EXPECT_EQ(beginning_of_day("2026-12-31"), 1'798'675'200'000);
    EXPECT_EQ(beginning_of_day("2024-02-29"), 1'709'164'800'000);
}

TEST(AdminWords, what_is_no_day_is_refused) {
    for (const std::string text : {"", "2026", "2026-13-01", "2026-02-30", "2026-1-1", "26-01-01",
                                   "2026-01-0x", "2026/01/01", "tomorrow", "2026-12-31T10:00"}) {
        EXPECT_THROW(beginning_of_day(text), StartError) << text;
    }
}

TEST(AdminWords, say_by_whom_until_when_and_why) {
    EXPECT_EQ(terms_of({{"by_name", "ada"}}), "by ada");
    EXPECT_EQ(terms_of({{"by_name", "ada"}, {"until", 1'798'675'200'000}, {"reason", "noise"}}),
              "by ada until 2026-12-31 00:00 UTC (noise)");
    AdminWish wish;
    EXPECT_TRUE(terms_in(wish).empty());
    wish.until = "2026-12-31";
    wish.reason = "noise";
    EXPECT_EQ(terms_in(wish),
              (boost::json::object{{"until", 1'798'675'200'000}, {"reason", "noise"}}));
}

}  // namespace
}  // namespace app
