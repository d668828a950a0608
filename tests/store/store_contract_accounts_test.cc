#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/account_store_contract.h"

namespace store {

using chat::Account;
using chat::Known;
using chat::NewAccount;
using chat::Role;
using chat::RoomId;
using chat::SessionId;
using chat::StoreError;
using chat::User;
using chat::UserId;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

TEST_P(AccountStoreContract, makes_somebody_new_who_has_read_the_first_room) {
    const RoomId lobby = make_room("lobby");
    ASSERT_TRUE(append(message(lobby, make_user("bob", lobby), "1")).has_value());
    NewAccount wanted = new_account("ada", lobby);
    wanted.user.status = "writing programs";
    wanted.user.hue = 0;

    const auto known = create_account(wanted);

    ASSERT_TRUE(known.has_value());
    EXPECT_EQ(known->user, wanted.user);
    EXPECT_EQ(known->session, SessionId("account session of ada"));
    EXPECT_THAT(known->memberships, ElementsAre(read_to(lobby, 1, 1)));
    EXPECT_EQ(head(lobby), 1U) << "being new is no event of the lobby";
    const Account expected{.user = wanted.user,
                           .name_key = "key of ada",
                           .password_hash = "hash of ada",
                           .created = at(40)};
    EXPECT_EQ(find_account("key of ada"), expected);
    EXPECT_EQ(account_of(UserId("ada")), expected);
    const auto found = find_user("token account session of ada", at(60));
    ASSERT_TRUE(found.has_value());
    ASSERT_TRUE(found->has_value());
    EXPECT_EQ((*found)->user, wanted.user);
    EXPECT_EQ((*found)->session, SessionId("account session of ada"));
    EXPECT_THAT((*found)->memberships, ElementsAre(read_to(lobby, 1, 1)));
}

TEST_P(AccountStoreContract, makes_an_account_without_a_first_room) {
    const auto known = create_account(new_account("ada", RoomId("nowhere")));
    ASSERT_TRUE(known.has_value());
    EXPECT_TRUE(known->memberships.empty());
}

TEST_P(AccountStoreContract, a_guest_who_becomes_an_account_keeps_rooms_history_and_looks) {
    const RoomId lobby = make_room("lobby");
    const RoomId tea = make_room("tea");
    User ada = make_user("ada", lobby);
    ASSERT_TRUE(change_profile(ada.id, {.hue = 77, .status = "here"}).has_value());
    ASSERT_TRUE(append(change(tea, chat::EventKind::member_joined, ada)).has_value());
    ASSERT_TRUE(append(message(lobby, ada, "1")).has_value());
    ASSERT_TRUE(begin_session(new_session("second", "ada")).has_value());
    const RoomId third = make_room("third");

    const auto known = create_account(new_account("ada", third));

    ada.nickname = "Name of ada";
    ada.role = Role::member;
    ada.hue = 77;
    ada.status = "here";
    ASSERT_TRUE(known.has_value());
    EXPECT_EQ(known->user, ada) << "and was there since the guest was";
    EXPECT_THAT(known->memberships, UnorderedElementsAre(read_to(lobby, 1, 1), read_to(tea, 1, 0)))
        << "the first room is for those who are new";
    EXPECT_EQ(account_of(ada.id)->created, at(40));
    EXPECT_EQ(event(lobby, 1).actor, ada.id);
    EXPECT_EQ(append(message(lobby, ada, "1"))->outcome, chat::Appended::Outcome::repeated);
    EXPECT_EQ(find_session("token of ada", at(60)), std::nullopt);
    EXPECT_EQ(find_session("token second", at(60)), std::nullopt);
    EXPECT_THAT(ids_of(sessions(ada.id, at(60))), ElementsAre("account session of ada"));
}

TEST_P(AccountStoreContract, a_guest_becomes_an_account_with_the_message_said_just_before) {
    const RoomId lobby = make_room("lobby");
    const User ada = make_user("ada", lobby);
    std::optional<Answer<chat::Appended>> said;
    std::optional<Answer<Known>> known;
    store().append(message(lobby, ada, "1"), into(said));
    accounts().create_account(new_account("ada"), into(known));
    const auto became = wait_for(known);
    ASSERT_TRUE(became.has_value());
    EXPECT_THAT(became->memberships, ElementsAre(read_to(lobby, 1, 1)));
}

TEST_P(AccountStoreContract, an_actor_whom_nobody_knew_becomes_a_person) {
    const RoomId lobby = make_room("lobby");
    ASSERT_TRUE(append(message(lobby, {.id = UserId("ada"), .nickname = "ada", .created = {}}, "1"))
                    .has_value());
    EXPECT_EQ(account_of(UserId("ada")), std::nullopt);
    EXPECT_EQ(begin_session(new_session("s", "ada")).error(), StoreError::no_such_user);

    const auto known = create_account(new_account("ada", lobby));

    ASSERT_TRUE(known.has_value());
    EXPECT_EQ(known->user, new_account("ada").user);
    EXPECT_THAT(known->memberships, ElementsAre(read_to(lobby, 1, 1)));
}

TEST_P(AccountStoreContract, refuses_a_second_account_for_a_user_or_a_name) {
    const RoomId lobby = make_room("lobby");
    const User guest = make_user("bob", lobby);
    make_account("ada", lobby);
    NewAccount again = new_account("ada", lobby);
    EXPECT_EQ(create_account(again).error(), StoreError::has_account)
        << "which is said before the name is looked at";
    again.name_key = "another key";
    EXPECT_EQ(create_account(again).error(), StoreError::has_account);

    for (const char* id : {"bob", "somebody new"}) {
        NewAccount rival = new_account(id, lobby);
        rival.name_key = "key of ada";
        EXPECT_EQ(create_account(rival).error(), StoreError::name_taken) << id;
    }

    EXPECT_EQ(account_of(guest.id), std::nullopt);
    EXPECT_EQ(find_account("another key"), std::nullopt);
    EXPECT_THAT(find_people({guest.id, UserId("somebody new")}), ElementsAre(guest));
    EXPECT_THAT(ids_of(sessions(guest.id, at(60))), ElementsAre("session of bob"))
        << "a refusal ends no session";
    EXPECT_THAT(ids_of(sessions(UserId("ada"), at(60))), ElementsAre("account session of ada"))
        << "and begins none";
}

TEST_P(AccountStoreContract, finds_no_account_where_there_is_none) {
    const User guest = make_user("bob", make_room("lobby"));
    EXPECT_EQ(find_account("bob"), std::nullopt) << "a guest has a name, but no account";
    EXPECT_EQ(find_account(""), std::nullopt);
    EXPECT_EQ(account_of(guest.id), std::nullopt);
    EXPECT_EQ(account_of(UserId("nobody")), std::nullopt);
}

TEST_P(AccountStoreContract, has_one_owner_by_claim) {
    const RoomId lobby = make_room("lobby");
    EXPECT_FALSE(has_owner());
    make_account("bob", lobby);
    EXPECT_FALSE(has_owner()) << "not every account is an owner's";
    NewAccount owner = new_account("ada", lobby);
    owner.user.role = Role::owner;
    owner.claim = NewAccount::Claim::owner;
    ASSERT_TRUE(create_account(owner).has_value());
    EXPECT_TRUE(has_owner());
    EXPECT_EQ(account_of(UserId("ada"))->user.role, Role::owner);

    NewAccount late = new_account("eve", lobby);
    late.user.role = Role::owner;
    late.claim = NewAccount::Claim::owner;
    EXPECT_EQ(create_account(late).error(), StoreError::not_allowed);
    EXPECT_EQ(account_of(UserId("eve")), std::nullopt);
    late.user.role = Role::member;
    late.claim = NewAccount::Claim::none;
    EXPECT_TRUE(create_account(late).has_value());
}

TEST_P(AccountStoreContract, of_two_who_claim_at_once_one_is_the_owner) {
    std::vector<std::optional<Answer<Known>>> answers(2);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        NewAccount claim = new_account(i == 0 ? "ada" : "eve");
        claim.user.role = Role::owner;
        claim.claim = NewAccount::Claim::owner;
        accounts().create_account(claim, into(answers[i]));
    }
    EXPECT_TRUE(wait_for(answers[0]).has_value());
    EXPECT_EQ(wait_for(answers[1]).error(), StoreError::not_allowed);
}

TEST_P(AccountStoreContract, of_two_who_want_a_name_at_once_one_gets_it) {
    std::vector<std::optional<Answer<Known>>> answers(2);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        NewAccount rival = new_account(i == 0 ? "ada" : "eve");
        rival.name_key = "countess";
        accounts().create_account(rival, into(answers[i]));
    }
    EXPECT_TRUE(wait_for(answers[0]).has_value());
    EXPECT_EQ(wait_for(answers[1]).error(), StoreError::name_taken);
    EXPECT_EQ(find_account("countess")->user.id, UserId("ada"));
}

TEST_P(AccountStoreContract, a_read_sees_the_writes_that_were_asked_for_before_it) {
    std::optional<Answer<Known>> made;
    std::optional<Answer<std::optional<Account>>> found;
    accounts().create_account(new_account("ada"), into(made));
    accounts().find_account("key of ada", into(found));
    const auto account = wait_for(found);
    ASSERT_TRUE(account.has_value());
    EXPECT_TRUE(account->has_value());
}

TEST_P(AccountStoreContract, a_new_password_ends_every_session_but_the_one_that_set_it) {
    const User ada = make_account("ada", make_room("lobby"));
    make_account("bob");
    ASSERT_TRUE(begin_session(new_session("phone", "ada", 60)).has_value());
    ASSERT_TRUE(begin_session(new_session("desk", "ada", 70)).has_value());

    ASSERT_TRUE(set_password(ada.id, "another hash", "token phone").has_value());

    EXPECT_EQ(find_account("key of ada")->password_hash, "another hash");
    EXPECT_THAT(ids_of(sessions(ada.id, at(80))), ElementsAre("phone"));
    EXPECT_EQ(find_session("token desk", at(80)), std::nullopt);
    EXPECT_TRUE(find_session("token phone", at(80)).has_value());
    EXPECT_TRUE(find_session("token account session of bob", at(80)).has_value());

    ASSERT_TRUE(set_password(ada.id, "a third", "token account session of bob").has_value());
    EXPECT_TRUE(sessions(ada.id, at(80)).empty()) << "somebody else's token keeps none of hers";
    EXPECT_EQ(sessions(UserId("bob"), at(80)).size(), 1U);
}

TEST_P(AccountStoreContract, refuses_a_password_for_guests_and_nobody) {
    const User guest = make_user("bob", make_room("lobby"));
    EXPECT_EQ(set_password(guest.id, "hash", "").error(), StoreError::no_such_user);
    EXPECT_EQ(set_password(UserId("nobody"), "hash", "").error(), StoreError::no_such_user);
    EXPECT_EQ(sessions(guest.id, at(60)).size(), 1U) << "a refusal ends no session";
}

}  // namespace store
