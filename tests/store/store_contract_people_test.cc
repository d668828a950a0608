#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/store_contract.h"

namespace store {

using chat::EventKind;
using chat::Membership;
using chat::Room;
using chat::RoomId;
using chat::RoomKind;
using chat::StoreError;
using chat::User;
using chat::UserId;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

TEST_P(StoreContract, makes_a_room_with_its_creators_membership) {
    const RoomId lobby = make_room("lobby");
    const User ada = make_user("ada", lobby);
    const Room tea{.id = RoomId("t"),
                   .name = "Tea Time",
                   .name_key = "tea time",
                   .kind = RoomKind::open,
                   .created = at(77)};

    const auto made = create_room(tea, ada);

    ASSERT_TRUE(made.has_value());
    Room expected = tea;
    expected.head = 1;
    EXPECT_EQ(*made, expected);
    EXPECT_EQ(
        membership(ada, tea.id),
        (Membership{.room = tea.id, .read = 1, .role = chat::RoomRole::host, .mentions_to = 1}));
    const auto log = page({.room = tea.id});
    ASSERT_TRUE(log.has_value());
    ASSERT_EQ(log->events.size(), 1U);
    EXPECT_EQ(log->events[0].kind, EventKind::member_joined);
    EXPECT_EQ(log->events[0].seq, 1U);
    EXPECT_EQ(log->events[0].ordinal, 0U);
    EXPECT_EQ(log->events[0].actor, ada.id);
    EXPECT_EQ(log->events[0].nickname, "ada");
    EXPECT_EQ(log->events[0].time, at(77));
}

TEST_P(StoreContract, makes_a_room_without_a_creator_empty) {
    const auto made =
        create_room({.id = RoomId("lobby"), .name = "Lobby", .name_key = "lobby"}, {});
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->head, 0U);
    EXPECT_EQ(made->ordinal, 0U);
    EXPECT_TRUE(page({.room = RoomId("lobby")})->events.empty());
}

TEST_P(StoreContract, refuses_a_second_room_of_the_same_name_key_or_id) {
    const User ada = make_user("ada", make_room("lobby"));
    ASSERT_TRUE(
        create_room({.id = RoomId("1"), .name = "Tea", .name_key = "tea"}, ada).has_value());
    EXPECT_EQ(create_room({.id = RoomId("2"), .name = "TEA", .name_key = "tea"}, ada).error(),
              StoreError::name_taken);
    EXPECT_EQ(create_room({.id = RoomId("1"), .name = "Jam", .name_key = "jam"}, ada).error(),
              StoreError::name_taken);
    EXPECT_EQ(membership(ada, RoomId("2")), std::nullopt);
    EXPECT_EQ(rooms()->size(), 2U);
}

TEST_P(StoreContract, lists_all_rooms_with_their_heads) {
    EXPECT_TRUE(rooms()->empty());
    const RoomId lobby = make_room("lobby");
    const User ada = make_user("ada", lobby);
    const Room tea{.id = RoomId("t"),
                   .name = "Tea",
                   .name_key = "tea",
                   .kind = RoomKind::closed,
                   .created = at(5)};
    ASSERT_TRUE(create_room(tea, ada).has_value());
    ASSERT_TRUE(append(message(tea.id, ada, "1")).has_value());

    const auto all = rooms();

    ASSERT_TRUE(all.has_value());
    Room expected = tea;
    expected.head = 2;
    expected.ordinal = 1;
    EXPECT_THAT(*all, UnorderedElementsAre(
                          Room{.id = lobby, .name = "lobby", .name_key = "lobby", .created = at(0)},
                          expected));
}

TEST_P(StoreContract, makes_a_person_who_has_read_the_first_room) {
    const RoomId lobby = make_room("lobby");
    const User ada = make_user("ada", lobby);
    ASSERT_TRUE(append(message(lobby, ada, "1")).has_value());
    const User bob{
        .id = UserId("b"), .nickname = "Bob", .role = chat::Role::member, .created = at(9)};

    const auto known = create_user({.user = bob,
                                    .name_key = "bob",
                                    .token = "bobs",
                                    .session = session("bob's", "b", 100),
                                    .first_room = lobby});

    ASSERT_TRUE(known.has_value());
    EXPECT_EQ(known->user, bob);
    EXPECT_EQ(known->session, chat::SessionId("bob's"));
    EXPECT_THAT(known->memberships, ElementsAre(read_to(lobby, 1, 1)));
    EXPECT_EQ(head(lobby), 1U) << "being new is no event of the lobby";
    const auto found = find_user("bobs", at(50));
    ASSERT_TRUE(found.has_value());
    ASSERT_TRUE(found->has_value());
    EXPECT_EQ((*found)->user, bob);
    EXPECT_EQ((*found)->session, chat::SessionId("bob's"));
    EXPECT_THAT((*found)->memberships, ElementsAre(read_to(lobby, 1, 1)));
}

TEST_P(StoreContract, knows_nobody_by_an_unknown_token) {
    make_user("ada", make_room("lobby"));
    const auto found = find_user("someone else's", at(0));
    ASSERT_TRUE(found.has_value());
    EXPECT_FALSE(found->has_value());
}

TEST_P(StoreContract, takes_tokens_of_any_octets) {
    const RoomId lobby = make_room("lobby");
    const std::string token("\0\xFF'\x80 \0", 6);
    const User ada{.id = UserId("ada"), .nickname = "ada", .created = at(0)};
    ASSERT_TRUE(create_user({.user = ada,
                             .name_key = "ada",
                             .token = token,
                             .session = session("s", "ada", 100),
                             .first_room = lobby})
                    .has_value());
    EXPECT_TRUE(find_user(token, at(1))->has_value());
    EXPECT_FALSE(find_user(token.substr(0, 5), at(1))->has_value());
    EXPECT_FALSE(find_user("", at(1))->has_value());
}

TEST_P(StoreContract, forgets_a_token_at_its_end_unless_it_was_used) {
    const RoomId lobby = make_room("lobby");
    const User ada{.id = UserId("ada"), .nickname = "ada", .created = at(0)};
    ASSERT_TRUE(create_user({.user = ada,
                             .name_key = "ada",
                             .token = "t",
                             .session = session("s", "ada", 100),
                             .first_room = lobby})
                    .has_value());

    EXPECT_TRUE(find_user("t", at(99))->has_value());
    // Writing the new end may wait for the next commit.
    ASSERT_TRUE(append(message(lobby, ada, "1")).has_value());
    EXPECT_TRUE(find_user("t", at(198))->has_value());
    ASSERT_TRUE(append(message(lobby, ada, "2")).has_value());
    EXPECT_FALSE(find_user("t", at(298))->has_value()) << "the end itself is too late";
    ASSERT_TRUE(append(message(lobby, ada, "3")).has_value());
    EXPECT_FALSE(find_user("t", at(298))->has_value()) << "it must not come back";
}

TEST_P(StoreContract, renames_a_person_for_events_to_come) {
    const RoomId lobby = make_room("lobby");
    User ada = make_user("ada", lobby);
    ASSERT_TRUE(append(message(lobby, ada, "1")).has_value());

    const auto renamed = rename_user(ada.id, "Countess", "countess");

    ada.nickname = "Countess";
    ASSERT_TRUE(renamed.has_value());
    EXPECT_EQ(*renamed, ada);
    EXPECT_EQ((*find_user("token of ada", at(1)))->user, ada);
    EXPECT_EQ(page({.room = lobby})->events.at(0).nickname, "ada");
}

TEST_P(StoreContract, moves_a_read_marker_forward_and_never_back) {
    const RoomId lobby = make_room("lobby");
    const User ada = make_user("ada", lobby);
    const User bob = make_user("bob", make_room("b"));
    ASSERT_TRUE(append(message(lobby, bob, "1")).has_value());
    ASSERT_TRUE(append(change(lobby, EventKind::member_joined, bob)).has_value());
    ASSERT_TRUE(append(message(lobby, bob, "2")).has_value());
    ASSERT_TRUE(append(message(lobby, bob, "3")).has_value());

    EXPECT_EQ(set_read(ada.id, lobby, 3), read_to(lobby, 3, 2, 4)) << "the ordinal at seq 3";
    EXPECT_EQ(set_read(ada.id, lobby, 2), read_to(lobby, 3, 2, 4)) << "not back";
    EXPECT_EQ(set_read(ada.id, lobby, 3), read_to(lobby, 3, 2, 4));
    EXPECT_EQ(set_read(ada.id, lobby, 1000), read_to(lobby, 4, 3)) << "at most the head";
    EXPECT_EQ(membership(ada, lobby), read_to(lobby, 4, 3));
}

TEST_P(StoreContract, refuses_read_markers_without_a_membership) {
    const RoomId lobby = make_room("lobby");
    const RoomId b = make_room("b");
    const User ada = make_user("ada", lobby);
    EXPECT_EQ(set_read(ada.id, b, 1).error(), StoreError::not_a_member);
    EXPECT_EQ(set_read(UserId("nobody"), lobby, 1).error(), StoreError::not_a_member);
    EXPECT_EQ(set_read(ada.id, RoomId("nowhere"), 1).error(), StoreError::no_such_room);
    EXPECT_EQ(set_read(ada.id, lobby, 5), read_to(lobby, 0, 0)) << "an empty room has no 5";
}

}  // namespace store
