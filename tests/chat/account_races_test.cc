#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "chat/accounts.h"
#include "chat/accounts_world.h"
#include "chat/chat.h"
#include "chat/chat_world.h"

namespace chat {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

/// What happens to one person's account while something else of theirs is on its way.
class AccountRacesTest : public AccountsWorld {};

}  // namespace

TEST_F(AccountRacesTest, a_guest_who_was_away_does_not_come_back_under_the_name_of_an_account) {
    const Guest guest = enter("Ada");
    close(guest);
    pass(1min);
    const SignedIn ada = made("Ada");  // somebody else, while the name was free
    ASSERT_NE(ada.user.id, guest.welcome.me.id);

    const ConnectRefusal refusal = refused("", guest.token());
    EXPECT_EQ(refusal.error, ConnectError::nickname_taken);
    EXPECT_THAT(refusal.suggestions, Not(IsEmpty()));
    EXPECT_EQ(come_back(ada.token).welcome.me, ada.user) << "the name is the account's";
    const Guest renamed = enter({.connection = new_connection(),
                                 .nickname = refusal.suggestions.front(),
                                 .token = guest.token(),
                                 .cursors = {}});
    EXPECT_EQ(renamed.welcome.me.id, guest.welcome.me.id);
}

TEST_F(AccountRacesTest, an_old_password_that_waits_to_be_compared_begins_no_session) {
    const SignedIn ada = made("Ada");
    passwords.hold();
    Slot<void> changed;
    accounts().change_password(ada.token, kPassword, "a longer password", kHome, to(changed));
    executor.run();
    passwords.let_one_go();  // the current one matches; the next is being hashed
    executor.run();
    Slot<SignedIn> old;
    accounts().sign_in({.name = "Ada", .password = kPassword, .caller = kAbroad}, to(old));
    executor.run();
    passwords.let_one_go();
    EXPECT_TRUE(said(changed).has_value());
    EXPECT_FALSE(old.has_value());
    passwords.let_go();
    EXPECT_EQ(error_of(said(old)), AccountError::credentials_wrong);
    EXPECT_EQ(sessions(ada.token)->size(), 1U);
    EXPECT_TRUE(sign_in("Ada", "a longer password").has_value());
}

TEST_F(AccountRacesTest, who_comes_with_a_new_name_is_known_by_it_to_the_others) {
    const Guest ada = enter("Ada");
    const Guest bob = enter("Bob");
    heard(ada);
    enter({.connection = new_connection(),
           .nickname = "Countess",
           .token = ada.token(),
           .cursors = {}});
    EXPECT_THAT(heard(bob), Contains("profile of Countess in lobby"));
    EXPECT_THAT(heard(ada), Contains("profile of Countess"));
}

}  // namespace chat
