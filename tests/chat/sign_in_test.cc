#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "chat/accounts.h"
#include "chat/accounts_world.h"
#include "chat/chat.h"
#include "chat/chat_world.h"

namespace chat {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class SignInTest : public AccountsWorld {};

}  // namespace

TEST_F(SignInTest, the_password_brings_the_person_back_with_another_session) {
    const SignedIn ada = made("Ada");
    const SignedIn again = signed_in(" \u0410da", kAbroad);  // as people may mistake the name
    EXPECT_EQ(again.user, ada.user);
    EXPECT_NE(again.token, ada.token);
    EXPECT_NE(again.session, ada.session);
    EXPECT_EQ(come_back(again.token).welcome.me, ada.user);
    EXPECT_EQ(come_back(ada.token).welcome.me, ada.user) << "both are signed in";
    EXPECT_EQ(chat().present(), 1U) << "one person";
}

TEST_F(SignInTest, the_answer_does_not_tell_who_has_an_account) {
    made("Ada");
    enter("Guest");
    for (const char* name : {"Ada", "Nemo", "Guest", "", "admin"}) {
        const auto answer = sign_in(name, "wrong password");
        EXPECT_EQ(error_of(answer), AccountError::credentials_wrong) << name;
        EXPECT_THAT(answer.error().suggestions, IsEmpty());
        EXPECT_EQ(answer.error().retry_after, 0ms);
    }
    EXPECT_EQ(error_of(sign_in("Ada", std::string(1025, 'x'))), AccountError::credentials_wrong);
    EXPECT_EQ(error_of(sign_in("Ada", "")), AccountError::credentials_wrong);
    EXPECT_EQ(passwords.verified_of_nobody, 2) << "a name without an account takes a hash as well";
}

TEST_F(SignInTest, says_when_the_store_or_the_hashing_is_away) {
    made("Ada");
    account_store.fail(AccountCall::find_account, 1);
    EXPECT_EQ(error_of(sign_in("Ada")), AccountError::unavailable);
    passwords.fail(1);
    const auto answer = sign_in("Ada");
    EXPECT_EQ(error_of(answer), AccountError::unavailable);
    EXPECT_GT(answer.error().retry_after, 0ms);
    account_store.fail(AccountCall::begin_session, 1);
    EXPECT_EQ(error_of(sign_in("Ada")), AccountError::unavailable);
    EXPECT_TRUE(sign_in("Ada").has_value());
}

TEST_F(SignInTest, a_session_that_is_not_kept_is_over_after_a_day_without_use) {
    const SignedIn ada = made("Ada");
    const auto brief = sign_in("Ada", kPassword, kHome, SignUp::Keep::briefly);
    ASSERT_TRUE(brief.has_value());
    pass(23h);
    EXPECT_TRUE(me(brief->token).has_value());
    pass(23h);
    EXPECT_TRUE(me(brief->token).has_value()) << "a day from its last use";
    pass(25h);
    EXPECT_EQ(error_of(me(brief->token)), AccountError::token_expired);
    EXPECT_TRUE(me(ada.token).has_value()) << "kept signed in";
    pass(31 * 24h);
    EXPECT_EQ(error_of(me(ada.token)), AccountError::token_expired);
}

TEST_F(SignInTest, replies_after_the_chat_has_ended_are_harmless) {
    made("Ada");
    passwords.hold();
    accounts().sign_in({.name = "Ada", .password = kPassword, .caller = kHome},
                       [](const auto&) { ADD_FAILURE() << "nobody is here to answer"; });
    executor.run();
    make_chat(limits_without_rates());
    passwords.let_go();
    executor.run();
}

TEST_F(SignInTest, a_new_password_ends_the_other_sessions) {
    const SignedIn ada = made("Ada");
    const SignedIn other = signed_in("Ada", kAbroad);
    const Guest here = come_back(ada.token);
    const Guest there = come_back(other.token);
    ASSERT_TRUE(change_password(ada.token, kPassword, "a longer password").has_value());
    EXPECT_THAT(heard(there), Contains("ended: password changed"));
    EXPECT_THAT(heard(here), IsEmpty());
    EXPECT_EQ(error_of(me(other.token)), AccountError::token_expired);
    EXPECT_TRUE(me(ada.token).has_value());
    EXPECT_EQ(error_of(sign_in("Ada")), AccountError::credentials_wrong);
    EXPECT_TRUE(sign_in("Ada", "a longer password").has_value());
    EXPECT_TRUE(post(here, "still here").has_value());
}

TEST_F(SignInTest, a_password_is_changed_by_whoever_knows_it) {
    const SignedIn ada = made("Ada");
    const Guest guest = enter("Guest");
    EXPECT_EQ(error_of(change_password(ada.token, "wrong", "a longer password")),
              AccountError::password_wrong);
    EXPECT_EQ(error_of(change_password(ada.token, std::string(1025, 'x'), "a longer password")),
              AccountError::password_wrong);
    EXPECT_EQ(error_of(change_password(ada.token, kPassword, "short")),
              AccountError::password_invalid);
    EXPECT_EQ(error_of(change_password(guest.token(), kPassword, "a longer password")),
              AccountError::not_an_account);
    EXPECT_EQ(error_of(change_password("unknown", kPassword, "a longer password")),
              AccountError::token_expired);
    EXPECT_TRUE(sign_in("Ada").has_value()) << "nothing changed";
}

TEST_F(SignInTest, a_password_that_cannot_be_kept_stays_the_old_one) {
    const SignedIn ada = made("Ada");
    const SignedIn other = signed_in("Ada", kAbroad);
    account_store.fail(AccountCall::set_password, 1);
    EXPECT_EQ(error_of(change_password(ada.token, kPassword, "a longer password")),
              AccountError::unavailable);
    passwords.fail(1);
    EXPECT_EQ(error_of(change_password(ada.token, kPassword, "a longer password")),
              AccountError::unavailable);
    account_store.fail(AccountCall::account_of, 1);
    EXPECT_EQ(error_of(change_password(ada.token, kPassword, "a longer password")),
              AccountError::unavailable);
    EXPECT_TRUE(me(other.token).has_value());
    EXPECT_TRUE(sign_in("Ada").has_value());
}

TEST_F(SignInTest, a_name_changes_what_one_signs_in_with) {
    const SignedIn ada = made("Ada");
    ASSERT_TRUE(change(ada.token, {.nickname = "Countess"}).has_value());
    EXPECT_EQ(error_of(sign_in("Ada")), AccountError::credentials_wrong);
    EXPECT_EQ(signed_in("Countess").user.id, ada.user.id);
    enter("Ada");  // the old name is free
}

}  // namespace chat
