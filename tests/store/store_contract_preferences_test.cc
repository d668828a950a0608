#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/mentions_contract.h"

namespace store {

using chat::EventKind;
using chat::Liking;
using chat::Membership;
using chat::NotifyLevel;
using chat::RoomId;
using chat::StoreError;
using chat::User;
using chat::UserId;
using testing::ElementsAre;

TEST_P(MentionsContract, keeps_how_somebody_sees_a_room_and_leaves_the_rest_as_it_is) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    Membership expected = read_to(room, 0, 0);
    EXPECT_EQ(set_preference(ada.id, room, {}), expected) << "the usual";

    expected.level = NotifyLevel::mentions;
    EXPECT_EQ(set_preference(ada.id, room, {.level = NotifyLevel::mentions}), expected);
    EXPECT_EQ(membership(ada, room), expected);
    expected.liking = Liking::favourite;
    EXPECT_EQ(set_preference(ada.id, room, {.liking = Liking::favourite}), expected);
    EXPECT_EQ(membership(ada, room), expected);
    EXPECT_EQ(set_preference(ada.id, room, {}), expected);
    for (const NotifyLevel level : {NotifyLevel::nothing, NotifyLevel::all, NotifyLevel::usual}) {
        expected.level = level;
        EXPECT_EQ(set_preference(ada.id, room, {.level = level}), expected);
        EXPECT_EQ(set_read(ada.id, room, 0), expected);
        EXPECT_EQ(membership(ada, room), expected);
    }
    EXPECT_EQ(membership(bob, room), read_to(room, 0, 0)) << "it is theirs alone";
    expected.level = NotifyLevel::all;
    expected.liking = Liking::plain;
    EXPECT_EQ(set_preference(ada.id, room, {.level = NotifyLevel::all, .liking = Liking::plain}),
              expected);
    const auto begun = begin_session(new_session("phone", "ada"));
    ASSERT_TRUE(begun.has_value());
    EXPECT_THAT(begun->memberships, ElementsAre(expected));
}

TEST_P(MentionsContract, a_preference_is_answered_with_what_was_said_just_before) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    std::optional<Answer<chat::Appended>> own;
    std::optional<Answer<chat::Appended>> said;
    std::optional<Answer<Membership>> now;
    store().append(message(room, bob, "1"), into(own));
    store().append(meaning(message(room, ada, "2"), {bob.id}), into(said));
    room_store().set_preference(bob.id, room, {.level = NotifyLevel::nothing}, into(now));
    const Membership expected{.room = room,
                              .read = 1,
                              .read_ordinal = 1,
                              .mentions = 1,
                              .mentions_to = 2,
                              .level = NotifyLevel::nothing};
    EXPECT_EQ(wait_for(now), expected) << "nothing is counted as ever";
    EXPECT_EQ(membership(bob, room), expected);
}

TEST_P(MentionsContract, refuses_a_preference_of_who_is_no_member) {
    const RoomId room = make_room("garden");
    const RoomId other = make_room("other");
    const User ada = make_user("ada", room);
    const chat::Preference all{.level = NotifyLevel::all};
    EXPECT_EQ(set_preference(ada.id, other, all).error(), StoreError::not_a_member);
    EXPECT_EQ(set_preference(UserId("nobody"), room, all).error(), StoreError::not_a_member);
    EXPECT_EQ(set_preference(ada.id, RoomId("nowhere"), all).error(), StoreError::no_such_room);
    EXPECT_EQ(membership(ada, room), read_to(room, 0, 0));
}

TEST_P(MentionsContract, a_preference_ends_with_the_membership) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const chat::Preference preference{.level = NotifyLevel::all, .liking = Liking::favourite};
    ASSERT_TRUE(set_preference(ada.id, room, preference).has_value());
    ASSERT_TRUE(append(change(room, EventKind::member_left, ada)).has_value());
    EXPECT_EQ(set_preference(ada.id, room, preference).error(), StoreError::not_a_member);
    join(room, ada);
    EXPECT_EQ(membership(ada, room), read_to(room, 2, 0));
}

TEST_P(MentionsContract, a_preference_outlives_becoming_a_host_an_account_and_the_rooms_use) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    ASSERT_TRUE(set_preference(ada.id, room, {.level = NotifyLevel::all}).has_value());
    ASSERT_TRUE(append(change(room, EventKind::host_made, ada)).has_value());
    ASSERT_TRUE(append(to_room(room, EventKind::room_archived, ada)).has_value());
    ASSERT_TRUE(set_preference(ada.id, room, {.liking = Liking::favourite}).has_value())
        << "an archived room is still seen";
    const auto became = create_account(new_account("ada"));
    ASSERT_TRUE(became.has_value());
    EXPECT_THAT(became->memberships, ElementsAre(Membership{.room = room,
                                                            .role = chat::RoomRole::host,
                                                            .mentions_to = 2,
                                                            .level = NotifyLevel::all,
                                                            .liking = Liking::favourite}));
}

}  // namespace store
