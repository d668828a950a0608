#include "app/admin_command.h"

#include <gtest/gtest.h>

#include <string>

#include "app/config.h"

namespace app {
namespace {

TEST(AdminCommand, a_day_begins_in_utc) {
    EXPECT_EQ(beginning_of_day("1970-01-01"), 0);
    EXPECT_EQ(beginning_of_day("2026-12-31"), 1'798'675'200'000);
    EXPECT_EQ(beginning_of_day("2024-02-29"), 1'709'164'800'000);
}

TEST(AdminCommand, what_is_no_day_is_refused) {
    for (const std::string text : {"", "2026", "2026-13-01", "2026-02-30", "2026-1-1", "26-01-01",
                                   "2026-01-0x", "2026/01/01", "tomorrow", "2026-12-31T10:00"}) {
        EXPECT_THROW(beginning_of_day(text), StartError) << text;
    }
}

}  // namespace
}  // namespace app
