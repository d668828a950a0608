#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>

#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/account_store_contract.h"

namespace store {

using chat::Invite;
using chat::NewAccount;
using chat::NewInvite;
using chat::StoreError;
using chat::User;
using chat::UserId;
using testing::ElementsAre;

TEST_P(AccountStoreContract, keeps_an_invite_until_it_ends) {
    const User ada = make_account("ada");
    const NewInvite wanted = new_invite("one", ada, 50, 3);

    EXPECT_EQ(create_invite(wanted), wanted.invite);

    EXPECT_EQ(find_invite("code of one", at(1049)), wanted.invite);
    EXPECT_EQ(find_invite("code of one", at(1050)), std::nullopt) << "the end itself is too late";
    EXPECT_EQ(find_invite("code of two", at(60)), std::nullopt);
    EXPECT_EQ(find_invite("", at(60)), std::nullopt);
    EXPECT_THAT(invites(at(1049)), ElementsAre(wanted.invite));
    EXPECT_TRUE(invites(at(1050)).empty());
}

TEST_P(AccountStoreContract, an_invite_keeps_the_name_its_creator_had) {
    const User ada = make_account("ada");
    ASSERT_TRUE(create_invite(new_invite("one", ada)).has_value());
    ASSERT_TRUE(rename_user(ada.id, "Countess", "countess").has_value());
    EXPECT_EQ(find_invite("code of one", at(60))->creator_name, "Name of ada");
    EXPECT_EQ(find_invite("code of one", at(60))->creator, ada.id);
}

TEST_P(AccountStoreContract, lists_invites_the_newest_first) {
    const User ada = make_account("ada");
    const User bob = make_account("bob");
    ASSERT_TRUE(create_invite(new_invite("second", ada, 60)).has_value());
    ASSERT_TRUE(create_invite(new_invite("third", bob, 70)).has_value());
    ASSERT_TRUE(create_invite(new_invite("first", ada, 50)).has_value());
    EXPECT_THAT(invites(at(80)), ElementsAre(new_invite("third", bob, 70).invite,
                                             new_invite("second", ada, 60).invite,
                                             new_invite("first", ada, 50).invite));
}

TEST_P(AccountStoreContract, makes_no_invite_of_nobody) {
    const User nobody{.id = UserId("nobody"), .nickname = "nobody", .created = {}};
    EXPECT_EQ(create_invite(new_invite("one", nobody)).error(), StoreError::no_such_user);
    EXPECT_TRUE(invites(at(60)).empty());
}

TEST_P(AccountStoreContract, an_account_uses_an_invite_up) {
    const User ada = make_account("ada");
    ASSERT_TRUE(create_invite(new_invite("one", ada, 0, 2)).has_value());
    const auto join = [this](const std::string& id) {
        NewAccount account = new_account(id);
        account.invite = "code of one";
        return create_account(account);
    };

    EXPECT_TRUE(join("bob").has_value());
    EXPECT_EQ(find_invite("code of one", at(60))->uses, 1U);
    EXPECT_TRUE(join("carol").has_value());
    EXPECT_EQ(find_invite("code of one", at(60)), std::nullopt);
    EXPECT_TRUE(invites(at(60)).empty());
    EXPECT_EQ(join("dan").error(), StoreError::invite_spent);
    EXPECT_TRUE(find_people({UserId("dan")}).empty());
    EXPECT_EQ(find_session("token account session of dan", at(60)), std::nullopt);
}

TEST_P(AccountStoreContract, refuses_an_account_on_an_invite_that_is_none) {
    const User ada = make_account("ada");
    ASSERT_TRUE(create_invite(new_invite("one", ada, 0)).has_value());
    NewAccount account = new_account("bob");
    account.invite = "code of two";
    EXPECT_EQ(create_account(account).error(), StoreError::invite_spent);
    account.invite = "";
    EXPECT_EQ(create_account(account).error(), StoreError::invite_spent);
    account.invite = "code of one";
    account.created = at(1000);
    EXPECT_EQ(create_account(account).error(), StoreError::invite_spent) << "it ends then";
    account.created = at(999);
    EXPECT_TRUE(create_account(account).has_value());
}

TEST_P(AccountStoreContract, an_account_that_is_refused_uses_no_invite) {
    const User ada = make_account("ada");
    ASSERT_TRUE(create_invite(new_invite("one", ada, 0)).has_value());
    NewAccount again = new_account("ada");
    again.invite = "code of one";
    EXPECT_EQ(create_account(again).error(), StoreError::has_account);
    NewAccount rival = new_account("bob");
    rival.name_key = "key of ada";
    rival.invite = "code of one";
    EXPECT_EQ(create_account(rival).error(), StoreError::name_taken);
    EXPECT_EQ(find_invite("code of one", at(60))->uses, 0U);
}

TEST_P(AccountStoreContract, of_two_who_use_the_last_of_an_invite_at_once_one_gets_in) {
    const User ada = make_account("ada");
    ASSERT_TRUE(create_invite(new_invite("one", ada, 0)).has_value());
    std::optional<Answer<chat::Known>> bob;
    std::optional<Answer<chat::Known>> eve;
    NewAccount account = new_account("bob");
    account.invite = "code of one";
    accounts().create_account(account, into(bob));
    account = new_account("eve");
    account.invite = "code of one";
    accounts().create_account(account, into(eve));
    EXPECT_TRUE(wait_for(bob).has_value());
    EXPECT_EQ(wait_for(eve).error(), StoreError::invite_spent);
}

TEST_P(AccountStoreContract, revokes_an_invite_once) {
    const User ada = make_account("ada");
    ASSERT_TRUE(create_invite(new_invite("one", ada)).has_value());
    ASSERT_TRUE(create_invite(new_invite("two", ada)).has_value());
    EXPECT_TRUE(revoke_invite("one").has_value());
    EXPECT_EQ(find_invite("code of one", at(60)), std::nullopt);
    EXPECT_TRUE(find_invite("code of two", at(60)).has_value());
    EXPECT_EQ(revoke_invite("one").error(), StoreError::no_such_invite);
    EXPECT_EQ(revoke_invite("").error(), StoreError::no_such_invite);
}

TEST_P(AccountStoreContract, holds_so_many_invites_that_can_be_used) {
    const User ada = make_account("ada");
    ASSERT_TRUE(create_invite(new_invite("early", ada, 0)).has_value());
    for (std::size_t i = 1; i < chat::kInvitesMax; ++i)
        ASSERT_TRUE(create_invite(new_invite(std::to_string(i), ada, 100)).has_value());
    EXPECT_EQ(create_invite(new_invite("over", ada, 999)).error(), StoreError::too_many);
    EXPECT_EQ(find_invite("code of over", at(999)), std::nullopt);
    EXPECT_EQ(invites(at(999)).size(), chat::kInvitesMax);

    EXPECT_TRUE(create_invite(new_invite("next", ada, 1000)).has_value())
        << "the early one is over by then";
    EXPECT_EQ(create_invite(new_invite("over", ada, 1001)).error(), StoreError::too_many);

    NewAccount account = new_account("bob");
    account.invite = "code of 7";
    ASSERT_TRUE(create_account(account).has_value());
    EXPECT_TRUE(create_invite(new_invite("over", ada, 1001)).has_value())
        << "one that is used up makes room";
}

}  // namespace store
