#include "api/rest/bodies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/room.h"

namespace api::rest {
namespace {

using testing::HasSubstr;

TEST(Bodies, a_sign_up_holds_what_it_says) {
    const auto least = parse_sign_up(R"({"name":"ada","password":"long enough"})");
    ASSERT_TRUE(least.has_value());
    EXPECT_EQ(least->name, "ada");
    EXPECT_EQ(least->password, "long enough");
    EXPECT_EQ(least->invite, "");
    EXPECT_EQ(least->owner_key, "");
    EXPECT_EQ(least->keep, chat::SignUp::Keep::briefly);

    const auto most = parse_sign_up(
        R"({"name":"ada","password":"p","invite":"i","owner_key":"o","keep":true,"mood":1})");
    ASSERT_TRUE(most.has_value());
    EXPECT_EQ(most->invite, "i");
    EXPECT_EQ(most->owner_key, "o");
    EXPECT_EQ(most->keep, chat::SignUp::Keep::signed_in);
}

TEST(Bodies, a_wrong_field_is_named) {
    struct {
        std::string_view body;
        std::string_view says;
    } const cases[] = {
        {"", "one JSON object"},
        {"[]", "one JSON object"},
        {"{", "one JSON object"},
        {R"({"name":"a","password":"b"} x)", "one JSON object"},
        {R"({"a":[[[[[[]]]]]]})", "one JSON object"},
        {R"({"password":"b"})", "name is missing"},
        {R"({"name":5,"password":"b"})", "name must be"},
        {R"({"name":null,"password":"b"})", "name must be"},
        {R"({"name":"a"})", "password is missing"},
        {R"({"name":"a","password":"b","keep":1})", "keep must be"},
        {R"({"name":"a","password":"b","invite":{}})", "invite must be"},
        {R"({"name":"a","password":"b","owner_key":7})", "owner_key must be"},
    };
    for (const auto& [body, says] : cases) {
        SCOPED_TRACE(body);
        const auto parsed = parse_sign_up(body);
        ASSERT_FALSE(parsed.has_value());
        EXPECT_THAT(parsed.error().message, HasSubstr(std::string(says)));
    }
    const std::string long_name = R"({"name":")" + std::string(4097, 'a') + R"(","password":"b"})";
    EXPECT_FALSE(parse_sign_up(long_name).has_value());
    EXPECT_FALSE(parse_sign_in(long_name).has_value());
}

TEST(Bodies, what_a_profile_leaves_out_stays) {
    const auto nothing = parse_profile_change("{}");
    ASSERT_TRUE(nothing.has_value());
    EXPECT_FALSE(nothing->nickname.has_value());
    EXPECT_FALSE(nothing->hue.has_value());
    EXPECT_FALSE(nothing->status.has_value());

    const auto all = parse_profile_change(R"({"nickname":"eve","hue":359,"status":""})");
    ASSERT_TRUE(all.has_value());
    EXPECT_EQ(all->nickname, "eve");
    EXPECT_EQ(all->hue, 359);
    EXPECT_EQ(all->status, "");

    EXPECT_EQ(parse_profile_change(R"({"hue":null})").value().hue, chat::kHueOfName);
    for (const std::string_view body :
         {R"({"hue":360})", R"({"hue":-1})", R"({"hue":1.5})", R"({"hue":"red"})",
          R"({"status":1})", R"({"nickname":null})"}) {
        SCOPED_TRACE(body);
        EXPECT_FALSE(parse_profile_change(body).has_value());
    }
}

TEST(Bodies, an_invite_is_for_one_and_seven_days_unless_it_says_more) {
    const auto usual = parse_invite_request("");
    ASSERT_TRUE(usual.has_value());
    EXPECT_EQ(usual->uses_max, 1U);
    EXPECT_EQ(usual->lifetime, base::Milliseconds(7LL * 24 * 3600 * 1000));

    const auto more = parse_invite_request(R"({"lifetime_ms":60000,"uses":1000})");
    ASSERT_TRUE(more.has_value());
    EXPECT_EQ(more->uses_max, 1000U);
    EXPECT_EQ(more->lifetime, base::Milliseconds(60'000));

    for (const std::string_view body :
         {R"({"uses":0})", R"({"uses":1001})", R"({"lifetime_ms":59999})",
          R"({"lifetime_ms":31622400001})", R"({"uses":"many"})", "null"}) {
        SCOPED_TRACE(body);
        EXPECT_FALSE(parse_invite_request(body).has_value());
    }
}

TEST(Bodies, a_password_change_needs_both_passwords) {
    const auto change = parse_password_change(R"({"current":"old","password":"new"})");
    ASSERT_TRUE(change.has_value());
    EXPECT_EQ(change->current, "old");
    EXPECT_EQ(change->next, "new");
    EXPECT_FALSE(parse_password_change(R"({"password":"new"})").has_value());
    EXPECT_FALSE(parse_password_change(R"({"current":"old"})").has_value());
    EXPECT_EQ(parse_invite_check(R"({"code":"c"})").value(), "c");
    EXPECT_FALSE(parse_invite_check("{}").has_value());
}

}  // namespace
}  // namespace api::rest
