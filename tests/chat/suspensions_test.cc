#include "chat/suspensions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/sha256.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/administration_world.h"
#include "chat/audit.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/room.h"

namespace chat {
namespace {

using testing::Contains;
using testing::Not;

class SuspensionsTest : public AdministrationWorld {};

}  // namespace

TEST_F(SuspensionsTest, ends_all_sessions_and_lets_nobody_in) {
    const SignedIn abroad = signed_in("Max", kAbroad);
    const Guest here = come_back(member.token);
    const Guest there = come_back(abroad.token);

    const auto done = suspend(by(admin), member, {.reason = "noise"});
    ASSERT_TRUE(done.has_value());
    ASSERT_TRUE(done->entry.suspension.has_value());
    EXPECT_EQ(done->entry.suspension->reason, "noise");
    EXPECT_EQ(done->entry.suspension->by, (Named{.user = admin.user.id, .nickname = "Adam"}));
    EXPECT_THAT(heard(here), Contains("ended: suspended"));
    EXPECT_THAT(heard(there), Contains("ended: suspended"));
    EXPECT_EQ(refused("", member.token).error, ConnectError::token_expired);
    EXPECT_EQ(error_of(me(abroad.token)), AccountError::token_expired);

    const auto signing_in = sign_in("Max");
    EXPECT_EQ(error_of(signing_in), AccountError::suspended);
    EXPECT_EQ(signing_in.error().suspension, done->entry.suspension);
    EXPECT_EQ(error_of(sign_in("Max", "a wrong password")), AccountError::credentials_wrong)
        << "only who has the password learns of it";
}

TEST_F(SuspensionsTest, ends_by_itself) {
    const base::WallTime until = clock.wall() + 1h;
    ASSERT_TRUE(suspend(by(admin), member, {.until = until}).has_value());
    EXPECT_EQ(sign_in("Max").error().suspension->until, until);
    pass(1h - 1ms);
    EXPECT_EQ(error_of(sign_in("Max")), AccountError::suspended);
    pass(1ms);
    const SignedIn again = signed_in("Max");
    EXPECT_EQ(come_back(again.token).welcome.me.nickname, "Max");
    EXPECT_TRUE(me(again.token).has_value());
    EXPECT_EQ(people_page(by(admin), {.query = "Max"})->people.at(0).entry.suspension,
              std::nullopt);
}

TEST_F(SuspensionsTest, is_lifted) {
    ASSERT_TRUE(suspend(by(admin), member).has_value());
    const auto lifted = reinstate(by(owner), member);
    ASSERT_TRUE(lifted.has_value());
    EXPECT_EQ(lifted->entry.suspension, std::nullopt);
    EXPECT_EQ(last_entry().action, AuditAction::reinstated);
    const AuditEntry before = last_entry();
    EXPECT_TRUE(reinstate(by(owner), member).has_value()) << "once more changes nothing";
    EXPECT_EQ(last_entry(), before);
    signed_in("Max");
}

TEST_F(SuspensionsTest, of_two_who_lift_it_both_are_told_so) {
    ASSERT_TRUE(suspend(by(admin), member).has_value());
    Slot<PersonView> first;
    Slot<PersonView> second;
    administration().reinstate(by(owner), member.user.id, to(first));
    administration().reinstate(by(admin), member.user.id, to(second));
    executor.run();
    ASSERT_TRUE(first.has_value() && second.has_value());
    EXPECT_TRUE(first->has_value());
    ASSERT_TRUE(second->has_value());
    EXPECT_EQ((*second)->entry.suspension, std::nullopt);
}

TEST_F(SuspensionsTest, needs_a_rank_above_theirs) {
    EXPECT_EQ(error_of(suspend(by(admin), owner)), AccountError::outranked);
    EXPECT_EQ(error_of(suspend(by(admin), admin)), AccountError::is_oneself);
    EXPECT_EQ(error_of(suspend(by(moderator), member)), AccountError::forbidden);
    EXPECT_EQ(error_of(suspend(by_key(), owner)), AccountError::outranked);
    EXPECT_EQ(error_of(end_sessions(by(admin), owner)), AccountError::outranked);
    EXPECT_EQ(error_of(end_sessions(by(member), moderator)), AccountError::forbidden);
    EXPECT_EQ(error_of(reinstate(by(admin), owner)), AccountError::outranked);
    EXPECT_TRUE(suspend(by(owner), admin).has_value());
    EXPECT_EQ(error_of(suspend(by(admin), member)), AccountError::token_expired);
}

TEST_F(SuspensionsTest, lies_in_the_future_and_has_a_short_reason) {
    EXPECT_EQ(error_of(suspend(by(admin), member, {.until = clock.wall()})),
              AccountError::until_past);
    EXPECT_TRUE(me(member.token).has_value());
    const auto done = suspend(by(admin), member, {.reason = " \n" + std::string(500, 'x')});
    EXPECT_EQ(done->entry.suspension->reason, std::string(200, 'x'));
}

TEST_F(SuspensionsTest, who_is_just_arriving_does_not_get_in) {
    std::optional<Connected> arrived;
    store.hold(Call::find_user);
    chat().connect(
        {.connection = new_connection(), .nickname = {}, .token = member.token, .cursors = {}},
        [&arrived](Connected connected) { arrived = std::move(connected); });
    executor.run();
    ASSERT_TRUE(suspend(by_key(), member).has_value());
    store.let_go(Call::find_user);
    executor.run();
    ASSERT_TRUE(arrived.has_value());
    ASSERT_FALSE(arrived->has_value());
    EXPECT_EQ(arrived->error().error, ConnectError::unavailable);
    EXPECT_EQ(chat().present(), 0U);
}

TEST_F(SuspensionsTest, who_is_just_signing_in_does_not_get_in) {
    passwords.hold();
    Slot<SignedIn> entering;
    accounts().sign_in({.name = "Max", .password = kPassword, .caller = kHome}, to(entering));
    executor.run();
    ASSERT_TRUE(suspend(by_key(), member).has_value());
    passwords.let_go();
    EXPECT_EQ(error_of(said(entering)), AccountError::suspended);
}

TEST_F(SuspensionsTest, a_session_that_begins_meanwhile_is_none) {
    account_store.hold(AccountCall::find_account);
    Slot<SignedIn> entering;
    accounts().sign_in({.name = "Max", .password = kPassword, .caller = kHome}, to(entering));
    executor.run();
    ASSERT_TRUE(suspend(by_key(), member).has_value());
    account_store.let_go(AccountCall::find_account);
    EXPECT_EQ(error_of(said(entering)), AccountError::suspended);
}

TEST_F(SuspensionsTest, a_token_that_is_left_over_is_refused) {
    // A store whose sessions outlived the suspension: of another node, or put back from a copy.
    ASSERT_TRUE(suspend(by_key(), member, {.until = clock.wall() + 1h}).has_value());
    memory.begin_session({.session = {.id = SessionId("left"),
                                      .user = member.user.id,
                                      .created = clock.wall() + 2h,
                                      .expires = clock.wall() + 4h,
                                      .lifetime = 4h},
                          .token = base::sha256("left over")},
                         [](const auto& begun) { EXPECT_TRUE(begun.has_value()); });
    executor.run();
    const ConnectRefusal refusal = refused("", "left over");
    EXPECT_EQ(refusal.error, ConnectError::suspended);
    ASSERT_TRUE(refusal.suspension.has_value());
    EXPECT_EQ(refusal.suspension->until, clock.wall() + 1h);
    EXPECT_EQ(error_of(me("left over")), AccountError::suspended);
}

TEST_F(SuspensionsTest, a_password_changed_before_all_sessions_ended_lets_nobody_in) {
    account_store.hold(AccountCall::find_account);
    Slot<SignedIn> late;
    accounts().sign_in({.name = "Max", .password = kPassword, .caller = kHome}, to(late));
    executor.run();
    ASSERT_TRUE(change_password(member.token, kPassword, "a longer password").has_value());
    ASSERT_TRUE(end_sessions(by_key(), member).has_value());
    account_store.let_go(AccountCall::find_account);
    EXPECT_EQ(error_of(said(late)), AccountError::credentials_wrong);
}

TEST_F(SuspensionsTest, sessions_of_others_end) {
    const Guest here = come_back(member.token);
    const Guest other = come_back(moderator.token);
    ASSERT_TRUE(end_sessions(by(admin), member).has_value());
    EXPECT_THAT(heard(here), Contains("ended: revoked"));
    EXPECT_THAT(heard(other), Not(Contains("ended: revoked")));
    EXPECT_EQ(last_entry().action, AuditAction::sessions_ended);
    EXPECT_EQ(refused("", member.token).error, ConnectError::token_expired);
    const SignedIn again = signed_in("Max");
    EXPECT_EQ(come_back(again.token).welcome.me.nickname, "Max");
}

TEST_F(SuspensionsTest, a_store_that_fails_ends_nothing) {
    const Guest here = come_back(member.token);
    admin_store.fail(AdminCall::suspend, 1);
    EXPECT_EQ(error_of(suspend(by(admin), member)), AccountError::unavailable);
    admin_store.fail(AdminCall::end_sessions, 1);
    EXPECT_EQ(error_of(end_sessions(by(admin), member)), AccountError::unavailable);
    EXPECT_THAT(heard(here), Not(Contains("ended: suspended")));
    EXPECT_TRUE(me(member.token).has_value());
    ASSERT_TRUE(suspend(by(admin), member).has_value());
    admin_store.fail(AdminCall::reinstate, 1);
    EXPECT_EQ(error_of(reinstate(by(admin), member)), AccountError::unavailable);
}

}  // namespace chat
