#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <string_view>

#include "api/events/parse.h"
#include "chat/account.h"
#include "chat/ids.h"

namespace {

namespace events = api::events;

boost::json::array args(std::string_view text) {
    return boost::json::parse(text).as_array();
}

TEST(ParsePeople, ignoring_begins_unless_it_is_said_to_end) {
    const auto on = events::parse_ignore(args(R"([{"user":"u2"}])"));
    ASSERT_TRUE(on);
    EXPECT_EQ(on->user, chat::UserId("u2"));
    EXPECT_EQ(on->ignoring, chat::Ignoring::on);
    EXPECT_EQ(events::parse_ignore(args(R"([{"user":"u2","on":true}])"))->ignoring,
              chat::Ignoring::on);
    EXPECT_EQ(events::parse_ignore(args(R"([{"user":"u2","on":false}])"))->ignoring,
              chat::Ignoring::off);
}

TEST(ParsePeople, ignoring_names_somebody_and_says_yes_or_no) {
    for (const char* payload :
         {"[]", R"(["u2"])", "[{}]", R"([{"user":2}])", R"([{"user":""}])", R"([{"user":"u 2"}])",
          R"([{"user":"0123456789012345678901234567890123"}])"}) {
        EXPECT_FALSE(events::parse_ignore(args(payload))) << payload;
    }
    const auto neither = events::parse_ignore(args(R"([{"user":"u2","on":null}])"));
    ASSERT_FALSE(neither);
    EXPECT_EQ(neither.error().message, "on must be true or false.");
}

}  // namespace
