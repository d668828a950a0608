#include "chat/session_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "chat/account.h"
#include "chat/accounts_world.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/ids.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SessionChecksTest : public AccountsWorld {
protected:
    /// Another node did it, and this one did not hear of it.
    void end_elsewhere(const SignedIn& session) {
        memory.end_session(session.user.id, session.session,
                           [](const auto& ended) { ASSERT_TRUE(ended.has_value()); });
        executor.run();
    }
    void hear_the_others_again() {
        chat().on_bus_restored();
        executor.run();
    }

    SignedIn ada;
    SignedIn abroad;

    void SetUp() override {
        AccountsWorld::SetUp();
        ada = made("Ada");
        abroad = signed_in("Ada", kAbroad);
    }
};

}  // namespace

TEST_F(SessionChecksTest, what_ended_while_nobody_was_heard_ends_here) {
    const Guest here = come_back(ada.token);
    const Guest there = come_back(abroad.token);
    const Guest bob = enter("Bob");
    heard(here);
    heard(there);
    heard(bob);
    end_elsewhere(abroad);
    EXPECT_THAT(heard(there), IsEmpty());
    hear_the_others_again();
    EXPECT_THAT(heard(there), ElementsAre("ended: revoked"));
    EXPECT_THAT(heard(here), IsEmpty());
    EXPECT_EQ(post(there, "from the grave").error().error, ChatError::not_connected);
    EXPECT_TRUE(post(here, "alive").has_value());
    EXPECT_TRUE(post(bob, "a guest too").has_value());
}

TEST_F(SessionChecksTest, a_store_that_is_away_is_asked_again) {
    const Guest there = come_back(abroad.token);
    heard(there);
    end_elsewhere(abroad);
    account_store.fail(AccountCall::sessions, 2);
    hear_the_others_again();
    EXPECT_THAT(heard(there), IsEmpty());
    pass(2s);
    EXPECT_THAT(heard(there), ElementsAre("ended: revoked"));
}

TEST_F(SessionChecksTest, a_session_that_begins_meanwhile_goes_on) {
    const Guest here = come_back(ada.token);
    account_store.hold(AccountCall::sessions);
    hear_the_others_again();
    const SignedIn late = signed_in("Ada", kAbroad);
    const Guest there = come_back(late.token);
    heard(there);
    account_store.let_go(AccountCall::sessions);
    executor.run();
    EXPECT_THAT(heard(there), IsEmpty());
    EXPECT_TRUE(post(there, "alive").has_value());
}

TEST_F(SessionChecksTest, many_people_are_asked_about_a_few_at_a_time) {
    std::vector<Guest> people;
    for (int i = 0; i < 50; ++i)
        people.push_back(come_back(made("Person " + std::to_string(i)).token));
    const int before = account_store.calls(AccountCall::sessions);
    account_store.hold(AccountCall::sessions);
    hear_the_others_again();
    EXPECT_EQ(account_store.calls(AccountCall::sessions) - before,
              static_cast<int>(SessionChecks::kUnderWayMax));
    account_store.let_go(AccountCall::sessions);
    executor.run();
    EXPECT_EQ(account_store.calls(AccountCall::sessions) - before, 50);
}

}  // namespace chat
