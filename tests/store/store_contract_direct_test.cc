#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/room_store_contract.h"

namespace store {

using chat::Opened;
using chat::RoomId;
using chat::StoreError;
using chat::User;
using testing::ElementsAre;

namespace {

chat::Room direct(const std::string& id, const std::string& people) {
    return {.id = RoomId(id),
            .name = "",
            .name_key = "\x02" + people,
            .kind = chat::RoomKind::direct,
            .created = base::WallTime(base::Milliseconds(1))};
}

}  // namespace

TEST_P(RoomStoreContract, people_have_one_direct_room) {
    const RoomId elsewhere = make_room("elsewhere");
    const User bob = make_user("bob", elsewhere);
    const User ada = make_user("ada", elsewhere);
    const auto made = open_direct(direct("one", "ada+bob"), {bob.id, ada.id});
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->outcome, Opened::Outcome::made);
    EXPECT_EQ(made->room, direct("one", "ada+bob"));
    EXPECT_THAT(made->people, ElementsAre(ada, bob));
    EXPECT_EQ(head(RoomId("one")), 0U) << "nobody joined: they are in it from the beginning";

    ASSERT_TRUE(append(message(RoomId("one"), ada, "n")).has_value());
    const auto found = open_direct(direct("two", "ada+bob"), {ada.id, bob.id});
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->outcome, Opened::Outcome::found);
    EXPECT_EQ(found->room.id, RoomId("one"));
    EXPECT_EQ(found->room.head, 1U);
    EXPECT_EQ(found->room.ordinal, 1U);
    EXPECT_THAT(found->people, ElementsAre(ada, bob));
    EXPECT_EQ(rooms()->size(), 2U);
}

TEST_P(RoomStoreContract, who_is_in_a_direct_room_is_told_with_the_membership) {
    const RoomId elsewhere = make_room("elsewhere");
    const User ada = make_user("ada", elsewhere);
    const User bob = make_user("bob", elsewhere);
    const User eve = make_user("eve", elsewhere);
    ASSERT_TRUE(open_direct(direct("two", "ada+bob"), {ada.id, bob.id}).has_value());
    ASSERT_TRUE(open_direct(direct("three", "ada+bob+eve"), {ada.id, eve.id, bob.id}).has_value());

    EXPECT_THAT(membership(ada, RoomId("two"))->people, ElementsAre(bob));
    EXPECT_THAT(membership(ada, RoomId("three"))->people, ElementsAre(bob, eve));
    EXPECT_THAT(membership(eve, RoomId("three"))->people, ElementsAre(ada, bob));
    EXPECT_TRUE(membership(ada, elsewhere)->people.empty());
    EXPECT_EQ(membership(eve, RoomId("two")), std::nullopt);

    const auto renamed = rename_user(bob.id, "bobby", "bobby");
    ASSERT_TRUE(renamed.has_value());
    EXPECT_THAT(membership(ada, RoomId("two"))->people, ElementsAre(*renamed));

    // Signing in and becoming an account tell the same.
    const User account = make_account("cleo");
    ASSERT_TRUE(open_direct(direct("four", "ada+cleo"), {ada.id, account.id}).has_value());
    const auto signed_in = begin_session(new_session("new", "cleo"));
    ASSERT_TRUE(signed_in.has_value());
    ASSERT_EQ(signed_in->memberships.size(), 1U);
    EXPECT_THAT(signed_in->memberships[0].people, ElementsAre(ada));
    const auto became = create_account(new_account("eve"));
    ASSERT_TRUE(became.has_value());
    for (const chat::Membership& membership : became->memberships) {
        if (membership.room == RoomId("three")) {
            EXPECT_THAT(membership.people, ElementsAre(ada, *renamed));
        }
    }
}

TEST_P(RoomStoreContract, nobody_who_is_not_known_is_in_a_direct_room) {
    const User ada = make_user("ada", make_room("elsewhere"));
    EXPECT_EQ(open_direct(direct("one", "ada+nobody"), {ada.id, chat::UserId("nobody")}).error(),
              StoreError::no_such_user);
    EXPECT_EQ(rooms()->size(), 1U);
    EXPECT_EQ(membership(ada, RoomId("one")), std::nullopt);
}

}  // namespace store
