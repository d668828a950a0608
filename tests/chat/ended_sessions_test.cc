#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/accounts_world.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/room.h"

namespace chat {
namespace {

constexpr const char* kNext = "a longer password";

/// Ada is signed in at two places and changes her password at home, while something is on its way abroad.
class EndedSessionsTest : public AccountsWorld {
protected:
    void SetUp() override {
        AccountsWorld::SetUp();
        ada = made("Ada");
        abroad = signed_in("Ada", kAbroad);
    }

    /// Up to where only the hashing is missing.
    void begin_changing() {
        passwords.hold();
        accounts().change_password(ada.token, kPassword, kNext, kHome, to(changed));
        executor.run();
    }
    void end_changing() {
        passwords.let_go();
        EXPECT_TRUE(said(changed).has_value());
    }

    /// Somebody who comes by that token; the store's answers are kept back.
    void arrive(const std::string& token, const std::string& nickname = {}) {
        chat().connect(
            {.connection = new_connection(), .nickname = nickname, .token = token, .cursors = {}},
            [this](Connected connected) { arrived = std::move(connected); });
        executor.run();
        EXPECT_FALSE(arrived.has_value());
    }

    SignedIn ada;
    SignedIn abroad;
    Slot<void> changed;
    std::optional<Connected> arrived;
};

}  // namespace

TEST_F(EndedSessionsTest, who_arrives_while_the_password_changes_is_asked_to_come_again) {
    begin_changing();
    store.hold(Call::find_user);
    arrive(abroad.token);
    end_changing();
    store.let_go(Call::find_user);
    executor.run();
    ASSERT_TRUE(arrived.has_value());
    ASSERT_FALSE(arrived->has_value());
    EXPECT_EQ(arrived->error().error, ConnectError::unavailable);
    EXPECT_GT(arrived->error().retry_after, 0ms);
    EXPECT_EQ(chat().present(), 0U);
    EXPECT_EQ(refused("", abroad.token).error, ConnectError::token_expired) << "now it is sure";
}

TEST_F(EndedSessionsTest, who_arrives_by_the_session_that_stays_gets_in) {
    begin_changing();
    store.hold(Call::find_user);
    arrive(ada.token);
    end_changing();
    store.let_go(Call::find_user);
    executor.run();
    ASSERT_TRUE(arrived.has_value());
    EXPECT_TRUE(arrived->has_value());
}

TEST_F(EndedSessionsTest, a_change_that_the_store_refuses_ends_nothing) {
    begin_changing();
    store.hold(Call::find_user);
    arrive(abroad.token);
    account_store.fail(AccountCall::set_password, 1);
    passwords.let_go();
    EXPECT_EQ(error_of(said(changed)), AccountError::unavailable);
    store.let_go(Call::find_user);
    executor.run();
    ASSERT_TRUE(arrived.has_value());
    EXPECT_FALSE(arrived->has_value()) << "in doubt";
    EXPECT_EQ(come_back(abroad.token).welcome.me.id, ada.user.id);
}

TEST_F(EndedSessionsTest, a_request_from_abroad_while_the_password_changes_is_to_be_made_again) {
    begin_changing();
    store.hold(Call::find_user);
    Slot<User> slot;
    accounts().change_profile(abroad.token, {.status = "mine"}, to(slot));
    executor.run();
    end_changing();
    store.let_go(Call::find_user);
    EXPECT_EQ(error_of(said(slot)), AccountError::unavailable);
    EXPECT_EQ(error_of(me(abroad.token)), AccountError::token_expired);
    EXPECT_EQ(me(ada.token)->status, "");
}

TEST_F(EndedSessionsTest, of_two_changes_of_one_password_the_first_holds) {
    passwords.hold();
    Slot<void> late;
    accounts().change_password(ada.token, kPassword, kNext, kHome, to(changed));
    accounts().change_password(abroad.token, kPassword, "mine, all mine", kAbroad, to(late));
    executor.run();
    passwords.let_one_go();  // home's current one
    executor.run();
    passwords.let_go();
    EXPECT_TRUE(said(changed).has_value());
    EXPECT_EQ(error_of(said(late)), AccountError::unavailable);
    EXPECT_EQ(error_of(sign_in("Ada", "mine, all mine")), AccountError::credentials_wrong);
    EXPECT_TRUE(sign_in("Ada", kNext).has_value());
}

TEST_F(EndedSessionsTest, a_guest_on_the_way_in_who_becomes_an_account_comes_again_by_it) {
    const Guest guest = enter("Bob");
    close(guest);
    pass(1min);
    store.hold(Call::rename_user);
    arrive(guest.token(), "Robert");
    const SignedIn bob = made(as("Bob", guest.token()));
    store.let_go(Call::rename_user);
    executor.run();
    ASSERT_TRUE(arrived.has_value());
    ASSERT_FALSE(arrived->has_value());
    EXPECT_EQ(arrived->error().error, ConnectError::unavailable);
    EXPECT_EQ(chat().present(), 0U);
    EXPECT_EQ(come_back(bob.token).welcome.me, bob.user);
    EXPECT_NE(enter("Robert").welcome.me.id, bob.user.id) << "that name was given back";
}

TEST_F(EndedSessionsTest, a_guest_on_the_way_in_who_signs_out_is_not_here) {
    const Guest guest = enter("Bob");
    close(guest);
    pass(1min);
    account_store.hold(AccountCall::find_account);
    arrive(guest.token());
    EXPECT_TRUE(sign_out(guest.token()).has_value());
    account_store.let_go(AccountCall::find_account);
    executor.run();
    ASSERT_TRUE(arrived.has_value());
    ASSERT_FALSE(arrived->has_value());
    EXPECT_EQ(arrived->error().error, ConnectError::token_expired);
    EXPECT_EQ(chat().present(), 0U);
}

}  // namespace chat
