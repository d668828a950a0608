#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/accounts_world.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/ids.h"

namespace chat {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class SessionsTest : public AccountsWorld {
protected:
    SignedIn ada;
    SignedIn abroad;

    void SetUp() override {
        AccountsWorld::SetUp();
        ada = made("Ada");
        pass(1min);
        abroad = signed_in("Ada", kAbroad);
    }
};

}  // namespace

TEST_F(SessionsTest, are_listed_with_where_they_began) {
    pass(1h);
    const auto all = sessions(ada.token);
    ASSERT_TRUE(all.has_value());
    ASSERT_EQ(all->size(), 2U);
    const SessionView& mine = all->at(0);  // used last: by this
    const SessionView& other = all->at(1);
    EXPECT_EQ(mine.session.id, ada.session);
    EXPECT_EQ(mine.current, SessionView::Mine::yes);
    EXPECT_EQ(mine.session.agent, kHome.agent);
    EXPECT_EQ(mine.session.address, kHome.address);
    EXPECT_EQ(other.session.id, abroad.session);
    EXPECT_EQ(other.current, SessionView::Mine::no);
    EXPECT_EQ(other.session.address, kAbroad.address);
}

TEST_F(SessionsTest, a_long_agent_is_cut) {
    const Caller talkative{.address = "192.0.2.9", .agent = std::string(5000, 'a')};
    const SignedIn there = signed_in("Ada", talkative);
    const auto all = sessions(there.token);
    ASSERT_TRUE(all.has_value());
    EXPECT_EQ(all->at(0).session.agent.size(), kAgentBytesMax);
}

TEST_F(SessionsTest, one_that_is_ended_closes_its_connections_and_no_others) {
    const Guest here = come_back(ada.token);
    const Guest there = come_back(abroad.token);
    const Guest there_too = come_back(abroad.token);
    const Guest bob = enter("Bob");
    heard(here);

    ASSERT_TRUE(end_session(ada.token, abroad.session).has_value());
    EXPECT_THAT(heard(there), Contains("ended: revoked"));
    EXPECT_THAT(heard(there_too), Contains("ended: revoked"));
    EXPECT_THAT(heard(here), IsEmpty());
    EXPECT_EQ(post(there, "from the grave").error().error, ChatError::not_connected);
    EXPECT_TRUE(post(here, "alive").has_value());
    EXPECT_EQ(refused("", abroad.token).error, ConnectError::token_expired);
    EXPECT_EQ(error_of(me(abroad.token)), AccountError::token_expired);
    pass(1min);
    EXPECT_THAT(heard(bob), ElementsAre("1 Ada: alive")) << "she is still here";
}

TEST_F(SessionsTest, signing_out_of_the_last_one_is_leaving) {
    const Guest bob = enter("Bob");
    const Guest here = come_back(ada.token);
    heard(bob);
    ASSERT_TRUE(sign_out(ada.token).has_value());
    EXPECT_THAT(heard(here), Contains("ended: signed out"));
    chat().disconnect(here.connection);  // as its edge does when it closes: harmless
    pass(1min);
    EXPECT_THAT(heard(bob), ElementsAre("Ada went, 1 in lobby"));
    EXPECT_EQ(error_of(me(ada.token)), AccountError::token_expired);
    EXPECT_TRUE(sign_out(ada.token).has_value()) << "it is over already";
    EXPECT_TRUE(sign_out("unknown").has_value());
    EXPECT_TRUE(sign_out("").has_value());
}

TEST_F(SessionsTest, a_guest_signs_out_too) {
    const Guest guest = enter("Guest");
    ASSERT_TRUE(sign_out(guest.token()).has_value());
    EXPECT_THAT(heard(guest), Contains("ended: signed out"));
    EXPECT_EQ(refused("", guest.token()).error, ConnectError::token_expired);
    EXPECT_EQ(error_of(sessions(guest.token())), AccountError::token_expired);
}

TEST_F(SessionsTest, all_others_end_at_once) {
    const SignedIn third = signed_in("Ada");
    const Guest here = come_back(ada.token);
    const Guest there = come_back(abroad.token);
    const Guest elsewhere = come_back(third.token);
    ASSERT_TRUE(end_other_sessions(ada.token).has_value());
    EXPECT_THAT(heard(there), Contains("ended: revoked"));
    EXPECT_THAT(heard(elsewhere), Contains("ended: revoked"));
    EXPECT_TRUE(post(here, "alive").has_value());
    const auto left = sessions(ada.token);
    ASSERT_TRUE(left.has_value());
    EXPECT_EQ(left->size(), 1U);
}

TEST_F(SessionsTest, one_does_not_end_somebody_elses) {
    const SignedIn eve = made("Eve");
    EXPECT_EQ(error_of(end_session(eve.token, ada.session)), AccountError::not_found);
    EXPECT_EQ(error_of(end_session(eve.token, SessionId("unknown"))), AccountError::not_found);
    EXPECT_TRUE(me(ada.token).has_value());
    ASSERT_TRUE(end_other_sessions(eve.token).has_value());
    EXPECT_TRUE(me(ada.token).has_value());
}

TEST_F(SessionsTest, a_guest_has_none_to_manage) {
    const Guest guest = enter("Guest");
    EXPECT_EQ(error_of(sessions(guest.token())), AccountError::not_an_account);
    EXPECT_EQ(error_of(end_session(guest.token(), ada.session)), AccountError::not_an_account);
    EXPECT_EQ(error_of(end_other_sessions(guest.token())), AccountError::not_an_account);
}

TEST_F(SessionsTest, what_the_store_did_not_end_goes_on) {
    const Guest there = come_back(abroad.token);
    account_store.fail(AccountCall::end_session, 2);
    EXPECT_EQ(error_of(end_session(ada.token, abroad.session)), AccountError::unavailable);
    EXPECT_EQ(error_of(sign_out(abroad.token)), AccountError::unavailable);
    account_store.fail(AccountCall::end_other_sessions, 1);
    EXPECT_EQ(error_of(end_other_sessions(ada.token)), AccountError::unavailable);
    account_store.fail(AccountCall::sessions, 1);
    EXPECT_EQ(error_of(sessions(ada.token)), AccountError::unavailable);
    EXPECT_TRUE(post(there, "alive").has_value());
}

TEST_F(SessionsTest, who_arrives_while_their_session_ends_does_not_get_in) {
    Slot<void> ended;
    accounts().end_session(ada.token, abroad.session, to(ended));
    executor.post([this] { store.hold(Call::find_user); });
    std::optional<Connected> arrived;
    chat().connect(
        {.connection = new_connection(), .nickname = {}, .token = abroad.token, .cursors = {}},
        [&arrived](Connected connected) { arrived = std::move(connected); });
    executor.run();  // the store found the session before it ended there
    ASSERT_TRUE(ended.has_value());
    EXPECT_TRUE(ended->has_value());
    EXPECT_FALSE(arrived.has_value());
    store.let_go(Call::find_user);
    executor.run();
    ASSERT_TRUE(arrived.has_value());
    ASSERT_FALSE(arrived->has_value());
    EXPECT_EQ(arrived->error().error, ConnectError::token_expired);
    EXPECT_EQ(chat().present(), 0U);
}

TEST_F(SessionsTest, who_arrived_just_before_their_session_ended_is_told) {
    Slot<void> ended;
    accounts().end_session(ada.token, abroad.session, to(ended));
    const Guest there{.connection = new_connection(), .welcome = {}};
    chat().connect(
        {.connection = there.connection, .nickname = {}, .token = abroad.token, .cursors = {}},
        [](const Connected& connected) { EXPECT_TRUE(connected.has_value()); });
    executor.run();
    ASSERT_TRUE(ended.has_value());
    EXPECT_THAT(heard(there), Contains("ended: revoked"));
    EXPECT_EQ(post(there, "from the grave").error().error, ChatError::not_connected);
}

}  // namespace chat
