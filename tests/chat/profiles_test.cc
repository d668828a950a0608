#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/accounts_world.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace chat {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class ProfilesTest : public AccountsWorld {};

}  // namespace

TEST_F(ProfilesTest, a_change_is_heard_by_the_rooms_and_ones_own_connections) {
    const Guest ada = enter("Ada");
    const Guest bob = enter("Bob");
    heard(ada);
    const auto changed = change(ada.token(), {.hue = 120, .status = "  at the\nengine  "});
    ASSERT_TRUE(changed.has_value());
    EXPECT_EQ(changed->hue, 120);
    EXPECT_EQ(changed->status, "at the engine");
    EXPECT_EQ(changed->nickname, "Ada");
    EXPECT_THAT(heard(bob), ElementsAre("profile of Ada, hue 120, at the engine in lobby"));
    EXPECT_THAT(heard(ada), Contains("profile of Ada, hue 120, at the engine"));

    const Guest again = come_back(ada.token());
    EXPECT_EQ(again.welcome.me, *changed);
    const auto here = members(bob);
    ASSERT_TRUE(here.has_value());
    EXPECT_THAT(here->present_members, Contains(testing::Field(&Member::user, *changed)));
}

TEST_F(ProfilesTest, what_is_absent_stays_and_what_is_empty_goes) {
    const SignedIn ada = made("Ada");
    ASSERT_TRUE(change(ada.token, {.hue = 0, .status = "busy"}).has_value());
    const auto hue = change(ada.token, {.hue = 359});
    ASSERT_TRUE(hue.has_value());
    EXPECT_EQ(hue->status, "busy");
    const auto none = change(ada.token, {.hue = kHueOfName, .status = ""});
    ASSERT_TRUE(none.has_value());
    EXPECT_EQ(none->hue, kHueOfName);
    EXPECT_EQ(none->status, "");
    EXPECT_EQ(*me(ada.token), *none);
    EXPECT_EQ(*change(ada.token, {}), *none);
}

TEST_F(ProfilesTest, refuses_what_breaks_a_rule_and_changes_nothing) {
    const SignedIn ada = made("Ada");
    enter("Bob");
    made("Carol");
    struct Case {
        const char* why;
        ProfileChange change;
        AccountError error;
    };
    const Case cases[] = {
        {"no hue", {.hue = 360}, AccountError::profile_invalid},
        {"no hue", {.hue = -2}, AccountError::profile_invalid},
        {"81 characters", {.status = std::string(81, 'x')}, AccountError::profile_invalid},
        {"no name", {.nickname = "", .hue = 5}, AccountError::name_invalid},
        {"a reserved name", {.nickname = "system"}, AccountError::name_invalid},
        {"of somebody present", {.nickname = "bob", .hue = 5}, AccountError::name_taken},
        {"of an account", {.nickname = "carol", .hue = 5}, AccountError::name_taken},
    };
    for (const auto& [why, wish, error] : cases) {
        SCOPED_TRACE(why);
        const auto answer = change(ada.token, wish);
        EXPECT_EQ(error_of(answer), error);
        if (error == AccountError::name_taken) {
            EXPECT_FALSE(answer.error().suggestions.empty());
        }
    }
    EXPECT_EQ(*me(ada.token), ada.user);
    EXPECT_TRUE(change(ada.token, {.status = std::string(80, 'x')}).has_value());
    EXPECT_EQ(error_of(change("unknown", {.hue = 5})), AccountError::token_expired);
}

TEST_F(ProfilesTest, a_new_name_is_held_and_the_old_one_free) {
    const Guest ada = enter("Ada");
    const Guest bob = enter("Bob");
    ASSERT_TRUE(change(ada.token(), {.nickname = " Countess "}).has_value());
    EXPECT_THAT(heard(bob), ElementsAre("profile of Countess in lobby"));
    ASSERT_TRUE(post(ada, "hello"));
    EXPECT_THAT(heard(bob), ElementsAre("1 Countess: hello"));
    EXPECT_EQ(refused("countess").error, ConnectError::nickname_taken);
    const Guest other = enter("Ada");
    close(ada);
    pass(1min);
    const Guest taker = enter("Countess");  // a guest's name is theirs while they are here
    EXPECT_NE(taker.welcome.me.id, ada.welcome.me.id);
    EXPECT_NE(other.welcome.me.id, ada.welcome.me.id);
}

TEST_F(ProfilesTest, a_change_of_case_keeps_the_name) {
    const SignedIn ada = made("ada");
    const Guest here = come_back(ada.token);
    ASSERT_TRUE(change(ada.token, {.nickname = "Ada"}).has_value());
    close(here);
    pass(1min);
    EXPECT_EQ(signed_in("ada").user.nickname, "Ada");
    EXPECT_EQ(refused("ada").error, ConnectError::nickname_taken);
}

TEST_F(ProfilesTest, a_change_that_the_store_refuses_gives_the_name_back) {
    const Guest ada = enter("Ada");
    account_store.fail(AccountCall::change_profile, 1);
    EXPECT_EQ(error_of(change(ada.token(), {.nickname = "Countess"})), AccountError::unavailable);
    enter("Countess");
    EXPECT_EQ(refused("Ada").error, ConnectError::nickname_taken) << "Ada is still Ada";
}

TEST_F(ProfilesTest, of_two_who_want_one_name_one_gets_it) {
    const Guest ada = enter("Ada");
    const Guest bob = enter("Bob");
    Slot<User> first;
    Slot<User> second;
    accounts().change_profile(ada.token(), {.nickname = "Countess"}, to(first));
    accounts().change_profile(bob.token(), {.nickname = "countess"}, to(second));
    executor.run();
    ASSERT_TRUE(first.has_value());
    ASSERT_TRUE(second.has_value());
    EXPECT_TRUE(first->has_value());
    EXPECT_EQ(error_of(*second), AccountError::name_taken);
}

TEST_F(ProfilesTest, a_crowd_is_not_told_of_each_profile) {
    Limits limits = limits_without_rates();
    limits.notices_present_max = 2;
    open_door({}, limits);
    const Guest ada = enter("Ada");
    const Guest bob = enter("Bob");
    ASSERT_TRUE(change(ada.token(), {.hue = 1}).has_value());
    EXPECT_THAT(heard(bob), Contains("profile of Ada, hue 1 in lobby"));
    enter("Carol");
    heard(ada);
    heard(bob);
    ASSERT_TRUE(change(ada.token(), {.hue = 2}).has_value());
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_THAT(heard(ada), ElementsAre("profile of Ada, hue 2"));
}

TEST_F(ProfilesTest, people_are_asked_for_by_id) {
    const SignedIn ada = made("Ada");
    const Guest bob = enter("Bob");
    ASSERT_TRUE(change(ada.token, {.status = "away"}).has_value());
    const auto found = people(bob, {bob.welcome.me.id, UserId("unknown"), ada.user.id});
    ASSERT_TRUE(found.has_value());
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ(found->at(0), bob.welcome.me);
    EXPECT_EQ(found->at(1).status, "away");
    EXPECT_EQ(found->at(1).role, Role::member);

    std::vector<UserId> many(kPeopleAskedMax, UserId("unknown"));
    many.push_back(ada.user.id);
    EXPECT_TRUE(people(bob, many)->empty()) << "over the most that is looked at";
    account_store.fail(AccountCall::find_people, 1);
    EXPECT_EQ(people(bob, {ada.user.id}).error().error, ChatError::unavailable);
    close(bob);
    EXPECT_EQ(people(bob, {ada.user.id}).error().error, ChatError::not_connected);
}

}  // namespace chat
