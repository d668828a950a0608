#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/room_store_contract.h"

namespace store {

using chat::Ban;
using chat::EventKind;
using chat::RoomId;
using chat::StoreError;
using testing::ElementsAre;

TEST_P(RoomStoreContract, a_ban_ends_a_membership_and_keeps_out) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    ASSERT_TRUE(append(message(id, bob, "n")).has_value());

    const auto left = ban(id, ban_of(bob, ada, 1000));
    ASSERT_TRUE(left.has_value());
    ASSERT_TRUE(left->has_value()) << "bob was a member";
    EXPECT_EQ((*left)->kind, EventKind::member_left);
    EXPECT_EQ((*left)->seq, 2U);
    EXPECT_EQ((*left)->by->user, ada.id);
    EXPECT_EQ(event(id, 2), **left);
    EXPECT_EQ(membership(bob, id), std::nullopt);
    EXPECT_THAT(*bans(id, 999), ElementsAre(ban_of(bob, ada, 1000)));
    EXPECT_TRUE(bans(id, 1000)->empty());

    chat::Append joining = change(id, EventKind::member_joined, bob);
    joining.time = at(999);
    EXPECT_EQ(append(joining).error(), StoreError::banned);
    EXPECT_EQ(head(id), 2U);
    joining.time = at(1000);
    EXPECT_TRUE(append(joining).has_value()) << "it is over then";
}

TEST_P(RoomStoreContract, somebody_who_is_no_member_can_be_banned) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    const auto left = ban(id, ban_of(bob, ada));
    ASSERT_TRUE(left.has_value());
    EXPECT_EQ(*left, std::nullopt);
    EXPECT_EQ(head(id), 0U);
    EXPECT_EQ(append(change(id, EventKind::member_joined, bob)).error(), StoreError::banned);
    EXPECT_EQ(append(by(id, EventKind::member_joined, bob, ada)).error(), StoreError::banned)
        << "nor may others add them";
    EXPECT_TRUE(append(change(make_room("other"), EventKind::member_joined, bob)).has_value())
        << "it is of one room";
}

TEST_P(RoomStoreContract, a_ban_for_ever_ends_when_it_is_lifted) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    ASSERT_TRUE(ban(id, ban_of(bob, ada)).has_value());
    EXPECT_THAT(*bans(id, 1'000'000'000), ElementsAre(ban_of(bob, ada)));
    EXPECT_TRUE(lift_ban(id, bob).has_value());
    EXPECT_TRUE(bans(id, 0)->empty());
    EXPECT_EQ(lift_ban(id, bob).error(), StoreError::no_change);
    EXPECT_TRUE(append(change(id, EventKind::member_joined, bob)).has_value());
}

TEST_P(RoomStoreContract, a_new_ban_takes_the_place_of_the_old) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    const chat::User eve = make_user("eve", id);
    ASSERT_TRUE(ban(id, ban_of(bob, ada)).has_value());
    ASSERT_TRUE(ban(id, ban_of(eve, ada)).has_value());
    Ban shorter = ban_of(bob, ada, 500);
    shorter.reason = "";
    ASSERT_TRUE(ban(id, shorter).has_value());
    EXPECT_THAT(*bans(id, 100), ElementsAre(shorter, ban_of(eve, ada))) << "the newest first";
}

TEST_P(RoomStoreContract, bans_nobody_who_is_not_known) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User nobody{.id = chat::UserId("nobody"), .nickname = "nobody", .created = {}};
    EXPECT_EQ(ban(id, ban_of(nobody, ada)).error(), StoreError::no_such_user);
    EXPECT_EQ(ban(RoomId("nowhere"), ban_of(ada, ada)).error(), StoreError::no_such_room);
    EXPECT_EQ(lift_ban(RoomId("nowhere"), ada).error(), StoreError::no_such_room);
    EXPECT_EQ(bans(RoomId("nowhere"), 0).error(), StoreError::no_such_room);
    EXPECT_EQ(lift_ban(id, nobody).error(), StoreError::no_change);
    EXPECT_TRUE(bans(id, 0)->empty());
}

TEST_P(RoomStoreContract, a_room_has_so_many_bans_and_those_that_are_over_make_room) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    for (std::size_t i = 0; i < chat::kBansMax; ++i) {
        const chat::User user = make_user("user" + std::to_string(i), RoomId());
        ASSERT_TRUE(ban(id, ban_of(user, ada, i == 0 ? 200 : 100'000)).has_value());
    }
    const chat::User bob = make_user("bob", id);
    EXPECT_EQ(ban(id, ban_of(bob, ada)).error(), StoreError::too_many);
    EXPECT_TRUE(membership(bob, id).has_value()) << "what is refused changes nothing";
    EXPECT_EQ(bans(id, 100)->size(), chat::kBansMax);
    Ban later = ban_of(bob, ada);
    later.created = at(200);
    EXPECT_TRUE(ban(id, later).has_value());
}

}  // namespace store
