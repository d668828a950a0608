#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/account_store_contract.h"

namespace store {

using chat::ProfileChange;
using chat::RoomId;
using chat::StoreError;
using chat::User;
using chat::UserId;
using testing::ElementsAre;

TEST_P(AccountStoreContract, changes_what_is_asked_of_a_profile_and_nothing_else) {
    const RoomId lobby = make_room("lobby");
    User guest = make_user("bob", lobby);

    guest.hue = 359;
    EXPECT_EQ(change_profile(guest.id, {.hue = 359}), guest);
    guest.status = "off to lunch 🍜";
    EXPECT_EQ(change_profile(guest.id, {.status = guest.status}), guest);
    guest.nickname = "Robert";
    EXPECT_EQ(change_profile(guest.id, {.nickname = "Robert"}, "robert"), guest);
    guest.hue = chat::kHueOfName;
    guest.status = "";
    EXPECT_EQ(change_profile(guest.id, {.hue = chat::kHueOfName, .status = ""}), guest);
    EXPECT_EQ(change_profile(guest.id, {}), guest) << "nothing is asked";

    EXPECT_THAT(find_people({guest.id}), ElementsAre(guest));
    EXPECT_EQ((*find_user("token of bob", at(60)))->user, guest);
    EXPECT_EQ(find_account("robert"), std::nullopt) << "a guest's name is kept for nobody";
}

TEST_P(AccountStoreContract, an_accounts_key_moves_with_its_name) {
    const User ada = make_account("ada");
    ASSERT_TRUE(change_profile(ada.id, {.nickname = "Countess"}, "countess").has_value());
    ASSERT_TRUE(find_account("countess").has_value());
    EXPECT_EQ(find_account("countess")->user.nickname, "Countess");
    EXPECT_EQ(find_account("countess")->name_key, "countess");
    EXPECT_EQ(find_account("key of ada"), std::nullopt);

    ASSERT_TRUE(rename_user(ada.id, "Lovelace", "lovelace").has_value());
    EXPECT_EQ(find_account("lovelace")->user.id, ada.id);
    EXPECT_EQ(find_account("countess"), std::nullopt);
    EXPECT_TRUE(rename_user(ada.id, "LOVELACE", "lovelace").has_value()) << "the key is her own";
    EXPECT_EQ(find_account("lovelace")->user.nickname, "LOVELACE");

    chat::NewAccount next = new_account("eve");
    next.name_key = "countess";
    EXPECT_TRUE(create_account(next).has_value()) << "the old name is free";
}

TEST_P(AccountStoreContract, keeps_the_name_of_an_account_from_everybody_else) {
    const RoomId lobby = make_room("lobby");
    const User ada = make_account("ada", lobby);
    const User bob = make_account("bob", lobby);
    const User guest = make_user("carol", lobby);

    for (const User& rival : {bob, guest}) {
        SCOPED_TRACE(rival.nickname);
        const ProfileChange change{.nickname = ada.nickname, .hue = 1, .status = "mine"};
        EXPECT_EQ(change_profile(rival.id, change, "key of ada").error(), StoreError::name_taken);
        EXPECT_EQ(rename_user(rival.id, ada.nickname, "key of ada").error(),
                  StoreError::name_taken);
        EXPECT_THAT(find_people({rival.id}), ElementsAre(rival)) << "a refusal changes nothing";
    }
    EXPECT_EQ(find_account("key of bob")->user, bob);

    const User newcomer{.id = UserId("dan"), .nickname = ada.nickname, .created = at(0)};
    EXPECT_EQ(create_user({.user = newcomer,
                           .name_key = "key of ada",
                           .token = "token of dan",
                           .session = session("session of dan", "dan"),
                           .first_room = lobby})
                  .error(),
              StoreError::name_taken);
    EXPECT_TRUE(find_people({newcomer.id}).empty());
    EXPECT_EQ(find_session("token of dan", at(1)), std::nullopt);
}

TEST_P(AccountStoreContract, guests_share_a_name_as_far_as_the_store_cares) {
    const RoomId lobby = make_room("lobby");
    const User bob = make_user("bob", lobby);
    const User robert = make_user("robert", lobby);
    EXPECT_TRUE(rename_user(robert.id, "Bob", "bob").has_value())
        << "who of those present has it is the domain's to say";
    EXPECT_THAT(find_people({bob.id}), ElementsAre(bob));
}

TEST_P(AccountStoreContract, changes_no_profile_of_nobody) {
    EXPECT_EQ(change_profile(UserId("nobody"), {.hue = 1}).error(), StoreError::no_such_user);
    EXPECT_EQ(rename_user(UserId("nobody"), "Somebody", "somebody").error(),
              StoreError::no_such_user);
}

TEST_P(AccountStoreContract, finds_people_in_the_order_asked_for) {
    const RoomId lobby = make_room("lobby");
    const User bob = make_user("bob", lobby);
    const User ada = make_account("ada", lobby);
    ASSERT_TRUE(
        append(message(lobby, {.id = UserId("ghost"), .nickname = "ghost", .created = {}}, "1"))
            .has_value());
    EXPECT_THAT(find_people({bob.id, UserId("nobody"), ada.id, UserId("ghost"), bob.id}),
                ElementsAre(bob, ada, bob));
    EXPECT_TRUE(find_people({}).empty());
}

}  // namespace store
