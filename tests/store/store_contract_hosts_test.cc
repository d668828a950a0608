#include <gtest/gtest.h>

#include <optional>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/room_store_contract.h"

namespace store {

using chat::EventKind;
using chat::Member;
using chat::RoomId;
using chat::RoomRole;
using chat::StoreError;

TEST_P(RoomStoreContract, who_makes_a_room_hosts_it) {
    const chat::User ada = make_user("ada", make_room("elsewhere"));
    const RoomId id("garden");
    ASSERT_TRUE(
        create_room({.id = id, .name = "garden", .name_key = "garden", .created = at(0)}, ada)
            .has_value());
    EXPECT_EQ(find_member(id, "ada"), (Member{.user = ada, .role = RoomRole::host}));
    EXPECT_EQ(membership(ada, id)->role, RoomRole::host);
    EXPECT_EQ(membership(ada, RoomId("elsewhere"))->role, RoomRole::member);
    EXPECT_EQ(event(id, 1).by, nullptr);
}

TEST_P(RoomStoreContract, makes_and_unmakes_hosts) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    const chat::User eve = make_user("eve", make_room("elsewhere"));

    const auto made = append(by(id, EventKind::host_made, bob, ada));
    ASSERT_TRUE(made.has_value());
    ASSERT_NE(made->event.by, nullptr);
    EXPECT_EQ(*made->event.by, (chat::Named{.user = ada.id, .nickname = "ada"}));
    EXPECT_EQ(event(id, 1), made->event);
    EXPECT_EQ(find_member(id, "bob"), (Member{.user = bob, .role = RoomRole::host}));
    EXPECT_EQ(set_read(bob.id, id, 1)->role, RoomRole::host);
    EXPECT_EQ(roster({.room = id})->members.at(1).role, RoomRole::host);

    EXPECT_EQ(append(by(id, EventKind::host_made, bob, ada)).error(), StoreError::no_change);
    EXPECT_EQ(append(by(id, EventKind::host_removed, ada, bob)).error(), StoreError::no_change);
    EXPECT_EQ(append(by(id, EventKind::host_made, eve, ada)).error(), StoreError::not_a_member);
    EXPECT_EQ(append(by(id, EventKind::host_removed, eve, ada)).error(), StoreError::not_a_member);
    EXPECT_EQ(head(id), 1U);

    const auto stepped_down = append(change(id, EventKind::host_removed, bob));
    ASSERT_TRUE(stepped_down.has_value());
    EXPECT_EQ(stepped_down->event.by, nullptr) << "by themselves";
    EXPECT_EQ(find_member(id, "bob")->value().role, RoomRole::member);
}

TEST_P(RoomStoreContract, who_comes_back_is_no_host_any_more) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    ASSERT_TRUE(append(change(id, EventKind::host_made, ada)).has_value());
    ASSERT_TRUE(append(message(id, ada, "n")).has_value());
    EXPECT_EQ(membership(ada, id)->role, RoomRole::host) << "saying something changes nothing";
    ASSERT_TRUE(append(change(id, EventKind::member_left, ada)).has_value());
    EXPECT_EQ(find_member(id, "ada"), std::nullopt);
    join(id, ada);
    EXPECT_EQ(membership(ada, id)->role, RoomRole::member);
}

TEST_P(RoomStoreContract, knows_who_added_and_removed_somebody) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    const auto added = append(by(id, EventKind::member_joined, bob, ada));
    ASSERT_TRUE(added.has_value());
    const auto removed = append(by(id, EventKind::member_left, bob, ada));
    ASSERT_TRUE(removed.has_value());
    for (const auto& happened : {*added, *removed}) {
        EXPECT_EQ(happened.event.actor, bob.id);
        ASSERT_NE(happened.event.by, nullptr);
        EXPECT_EQ(happened.event.by->user, ada.id);
        EXPECT_EQ(event(id, happened.event.seq), happened.event);
    }
    ASSERT_TRUE(rename_user(ada.id, "Countess", "countess").has_value());
    EXPECT_EQ(event(id, 1).by->nickname, "ada") << "the name they had then";
}

TEST_P(RoomStoreContract, looks_for_members_of_rooms_that_there_are) {
    const RoomId id = make_room("garden");
    make_user("ada", make_room("elsewhere"));
    EXPECT_EQ(find_member(id, "ada"), std::nullopt);
    EXPECT_EQ(find_member(id, "nobody"), std::nullopt);
    EXPECT_EQ(find_member(RoomId("nowhere"), "ada").error(), StoreError::no_such_room);
}

}  // namespace store
