#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

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
using testing::Not;

class SignUpTest : public AccountsWorld {};

}  // namespace

TEST_F(SignUpTest, somebody_new_gets_an_account_and_comes_in_with_its_token) {
    const SignedIn ada = made("  Ada ");
    EXPECT_EQ(ada.user.nickname, "Ada");
    EXPECT_EQ(ada.user.role, Role::member);
    EXPECT_EQ(ada.token.size(), 32U);
    EXPECT_EQ(chat().present(), 0U) << "an account is no presence";

    const Guest here = come_back(ada.token);
    EXPECT_EQ(here.welcome.me, ada.user);
    EXPECT_EQ(here.room().room.id, kLobby);
    EXPECT_EQ(metrics.counter("chat_accounts_made_total", "").value(), 1U);
}

TEST_F(SignUpTest, refuses_names_and_passwords_that_break_a_rule) {
    struct Case {
        const char* why;
        std::string name;
        std::string password;
        AccountError error;
    };
    const Case cases[] = {
        {"no name", "", kPassword, AccountError::name_invalid},
        {"a reserved name", "Admin", kPassword, AccountError::name_invalid},
        {"a name too long", std::string(33, 'x'), kPassword, AccountError::name_invalid},
        {"no password", "Ada", "", AccountError::password_invalid},
        {"seven characters", "Ada", "1234567", AccountError::password_invalid},
        {"seven characters of two octets", "Ada", "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9",
         AccountError::password_invalid},
        {"over 1024 octets", "Ada", std::string(1025, 'x'), AccountError::password_invalid},
        {"the name itself", "Ada Lovelace", "ada lovelace", AccountError::password_invalid},
    };
    for (const auto& [why, name, password, error] : cases) {
        SCOPED_TRACE(why);
        SignUp request = as(name);
        request.password = password;
        EXPECT_EQ(error_of(sign_up(std::move(request))), error);
    }
    EXPECT_EQ(passwords.hashed, 0) << "nothing expensive for what is refused";
    SignUp longest = as("Ada");
    longest.password = std::string(1024, 'x');
    EXPECT_TRUE(sign_up(std::move(longest)).has_value());
}

TEST_F(SignUpTest, a_password_is_the_same_however_a_keyboard_composes_it) {
    SignUp request = as("Ada");
    request.password = "caf\u00e9 au lait";
    made(std::move(request));
    EXPECT_TRUE(sign_in("Ada", "cafe\u0301 au lait").has_value());
    EXPECT_EQ(error_of(sign_in("Ada", "cafe au lait")), AccountError::credentials_wrong);
}

TEST_F(SignUpTest, a_name_like_that_of_an_account_or_of_somebody_present_is_taken) {
    made("Ada");
    enter("Bob");
    for (const char* typed : {"Ada", "ADA", "\u0430da", "bob"}) {
        const auto answer = sign_up(as(typed));
        EXPECT_EQ(error_of(answer), AccountError::name_taken) << typed;
        EXPECT_THAT(answer.error().suggestions, Not(IsEmpty()));
    }
}

TEST_F(SignUpTest, of_two_at_once_one_gets_the_name) {
    Slot<SignedIn> first;
    Slot<SignedIn> second;
    accounts().sign_up(as("Ada"), to(first));
    accounts().sign_up(as("ada"), to(second));
    executor.run();
    ASSERT_TRUE(first.has_value());
    ASSERT_TRUE(second.has_value());
    EXPECT_TRUE(first->has_value());
    EXPECT_EQ(error_of(*second), AccountError::name_taken);
}

TEST_F(SignUpTest, the_name_is_held_while_the_password_is_hashed) {
    passwords.hold();
    Slot<SignedIn> slot;
    accounts().sign_up(as("Ada"), to(slot));
    executor.run();
    EXPECT_FALSE(slot.has_value());
    EXPECT_EQ(refused("ada").error, ConnectError::nickname_taken);
    passwords.let_go();
    EXPECT_TRUE(said(slot).has_value());
}

TEST_F(SignUpTest, a_failure_on_the_way_gives_the_name_back) {
    account_store.fail(AccountCall::find_account, 1);
    EXPECT_EQ(error_of(sign_up(as("Ada"))), AccountError::unavailable);
    passwords.fail(1);
    EXPECT_EQ(error_of(sign_up(as("Ada"))), AccountError::unavailable);
    account_store.fail(AccountCall::create_account, 1);
    const auto answer = sign_up(as("Ada"));
    EXPECT_EQ(error_of(answer), AccountError::unavailable);
    EXPECT_GT(answer.error().retry_after, 0ms);
    enter("Ada");
}

TEST_F(SignUpTest, a_name_is_free_for_its_own_account_only) {
    made("Ada");
    EXPECT_EQ(refused("ada").error, ConnectError::nickname_taken) << "present or not";
    const Guest bob = enter("Bob");
    EXPECT_EQ(refused("\u0430da", bob.token()).error, ConnectError::nickname_taken);
    EXPECT_EQ(come_back(bob.token()).welcome.me.nickname, "Bob");
}

TEST_F(SignUpTest, a_guest_becomes_an_account_with_rooms_and_history) {
    const Guest guest = enter("Ada");
    const Guest bob = enter("Bob");
    const RoomId room = created(guest, "Engines");
    ASSERT_TRUE(post(guest, "said as a guest"));
    heard(guest);
    heard(bob);

    const SignedIn ada = made(as("Ada", guest.token()));
    EXPECT_EQ(ada.user.id, guest.welcome.me.id);
    EXPECT_EQ(ada.user.role, Role::member);
    EXPECT_THAT(heard(guest), Contains("ended: became an account"));
    EXPECT_THAT(heard(bob), ElementsAre("profile of Ada, with an account in lobby"));
    EXPECT_EQ(refused("", guest.token()).error, ConnectError::token_expired);

    const Guest again = come_back(ada.token);
    EXPECT_EQ(again.room(room).room.name, "Engines");
    EXPECT_THAT(heard(bob), IsEmpty()) << "she never left";
    const auto page = history(again, {.room = kLobby});
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->events.back().actor, ada.user.id);
    EXPECT_EQ(chat().present(), 2U);
}

TEST_F(SignUpTest, a_guest_may_take_another_name_with_the_account) {
    const Guest guest = enter("Ada");
    const Guest bob = enter("Bob");
    const SignedIn ada = made(as("Countess", guest.token()));
    EXPECT_EQ(ada.user.nickname, "Countess");
    EXPECT_THAT(heard(bob), Contains("profile of Countess, with an account in lobby"));
    enter("Ada");  // the guest's name is free
    EXPECT_EQ(refused("countess").error, ConnectError::nickname_taken);
}

TEST_F(SignUpTest, an_absent_guest_becomes_an_account_as_well) {
    const Guest guest = enter("Ada");
    close(guest);
    pass(1min);
    const SignedIn ada = made(as("Ada", guest.token()));
    EXPECT_EQ(ada.user.id, guest.welcome.me.id);
    EXPECT_TRUE(sign_in("Ada").has_value());
}

TEST_F(SignUpTest, who_has_an_account_or_a_bad_token_makes_none) {
    const SignedIn ada = made("Ada");
    EXPECT_EQ(error_of(sign_up(as("Bob", ada.token))), AccountError::has_account);
    EXPECT_EQ(error_of(sign_up(as("Bob", "unknown"))), AccountError::token_expired);
    EXPECT_EQ(error_of(sign_up(as("Bob", std::string(1000, 'x')))), AccountError::token_expired);
    store.fail(Call::find_user, 1);
    EXPECT_EQ(error_of(sign_up(as("Bob", ada.token))), AccountError::unavailable);
    enter("Bob");
}

TEST_F(SignUpTest, of_two_accounts_for_one_guest_one_is_made) {
    const Guest guest = enter("Ada");
    Slot<SignedIn> first;
    Slot<SignedIn> second;
    accounts().sign_up(as("Ada", guest.token()), to(first));
    accounts().sign_up(as("Countess", guest.token()), to(second));
    executor.run();
    ASSERT_TRUE(first.has_value());
    ASSERT_TRUE(second.has_value());
    EXPECT_TRUE(first->has_value());
    EXPECT_EQ(error_of(*second), AccountError::has_account);
    enter("Countess");
}

TEST_F(SignUpTest, a_closed_server_makes_no_accounts) {
    open_door({.registration = Registration::closed, .owner_key = {}});
    EXPECT_EQ(error_of(sign_up(as("Ada"))), AccountError::registration_closed);
    EXPECT_EQ(passwords.hashed, 0);
    enter("Ada");
}

TEST_F(SignUpTest, the_owners_key_makes_the_owner_whoever_else_may_register) {
    open_door({.registration = Registration::closed, .owner_key = kOwnerKey});
    SignUp wrong = as("Ada");
    wrong.owner_key = "a guess";
    EXPECT_EQ(error_of(sign_up(std::move(wrong))), AccountError::owner_key_invalid);

    const SignedIn ada = made_owner("Ada");
    EXPECT_EQ(ada.user.role, Role::owner);
    EXPECT_EQ(come_back(ada.token).welcome.me.role, Role::owner);

    SignUp second = as("Bob");
    second.owner_key = kOwnerKey;
    EXPECT_EQ(error_of(sign_up(std::move(second))), AccountError::owner_key_invalid)
        << "there is an owner";
    enter("Bob");
}

TEST_F(SignUpTest, without_a_key_nobody_is_the_owner) {
    open_door({.registration = Registration::open, .owner_key = {}});
    SignUp request = as("Ada");
    request.owner_key = "anything";
    EXPECT_EQ(error_of(sign_up(std::move(request))), AccountError::owner_key_invalid);
}

TEST_F(SignUpTest, a_server_for_accounts_alone_lets_no_guest_in) {
    const Guest before = enter("Bob");
    close(before);
    open_door({.guests = DoorOptions::Guests::off, .owner_key = {}});
    EXPECT_EQ(refused("Ada").error, ConnectError::account_needed);
    const SignedIn ada = made("Ada");
    EXPECT_EQ(come_back(ada.token).welcome.me.nickname, "Ada");
}

TEST_F(SignUpTest, an_account_is_not_renamed_by_the_nickname_beside_its_token) {
    const SignedIn ada = made("Ada");
    const Guest here = enter({.connection = new_connection(),
                              .nickname = "Countess",
                              .token = ada.token,
                              .cursors = {}});
    EXPECT_EQ(here.welcome.me.nickname, "Ada");
    EXPECT_THAT(refused("Ada").suggestions, Not(IsEmpty()));
    enter("Countess");
}

}  // namespace chat
