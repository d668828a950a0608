#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/room_links_contract.h"

namespace store {

using chat::EventKind;
using chat::RoomId;
using chat::RoomLink;
using chat::StoreError;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

RoomLink used(RoomLink link, std::uint32_t uses) {
    link.uses = uses;
    return link;
}

}  // namespace

TEST_P(RoomLinksContract, a_link_is_found_by_its_token_until_it_is_over) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::NewRoomLink link = link_of(id, "l1", ada);
    const auto made = make_link(link);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(*made, link.link);
    EXPECT_EQ(find_link("token of l1", 999), link.link);
    EXPECT_THAT(*links(id, 999), ElementsAre(link.link));
    EXPECT_EQ(find_link("token of l1", 1'000), std::nullopt);
    EXPECT_THAT(*links(id, 1'000), IsEmpty());
    EXPECT_EQ(find_link("token of l2", 200), std::nullopt);
    EXPECT_EQ(head(id), 0U) << "it is no event of the room";
}

TEST_P(RoomLinksContract, links_of_a_room_come_the_newest_first) {
    const RoomId id = make_room("garden");
    const RoomId other = make_room("cellar");
    const chat::User ada = make_user("ada", id);
    chat::NewRoomLink later = link_of(id, "a", ada);
    later.link.created = at(101);
    ASSERT_TRUE(make_link(link_of(id, "b", ada)).has_value());
    ASSERT_TRUE(make_link(later).has_value());
    ASSERT_TRUE(make_link(link_of(id, "c", ada)).has_value());
    ASSERT_TRUE(make_link(link_of(other, "d", ada)).has_value());
    EXPECT_THAT(*links(id, 200),
                ElementsAre(later.link, link_of(id, "c", ada).link, link_of(id, "b", ada).link));
    EXPECT_THAT(*links(other, 200), SizeIs(1));
}

TEST_P(RoomLinksContract, joining_by_a_link_uses_one_up) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    const RoomLink link = link_of(id, "l1", ada, 2).link;
    ASSERT_TRUE(make_link(link_of(id, "l1", ada, 2)).has_value());

    const auto joined = append(joining(id, bob, "l1"));
    ASSERT_TRUE(joined.has_value());
    EXPECT_EQ(joined->event.kind, EventKind::member_joined);
    EXPECT_EQ(joined->event.seq, 1U);
    EXPECT_EQ(joined->event.by, nullptr) << "they did it themselves";
    EXPECT_TRUE(membership(bob, id).has_value());
    EXPECT_EQ(find_link("token of l1", 200), used(link, 1));
    EXPECT_THAT(*links(id, 200), ElementsAre(used(link, 1)));
}

TEST_P(RoomLinksContract, of_two_who_come_for_the_last_use_one_gets_in) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    const chat::User eve = make_user("eve", RoomId("elsewhere"));
    ASSERT_TRUE(make_link(link_of(id, "l1", ada, 1)).has_value());

    std::optional<Answer<chat::Appended>> first;
    std::optional<Answer<chat::Appended>> second;
    store().append(joining(id, bob, "l1"), into(first));
    store().append(joining(id, eve, "l1"), into(second));
    EXPECT_TRUE(wait_for(first).has_value());
    EXPECT_EQ(wait_for(second).error(), StoreError::link_spent);
    EXPECT_TRUE(membership(bob, id).has_value());
    EXPECT_EQ(membership(eve, id), std::nullopt);
    EXPECT_EQ(head(id), 1U) << "what is refused changes nothing";
    EXPECT_EQ(find_link("token of l1", 200), std::nullopt);
    EXPECT_THAT(*links(id, 200), IsEmpty());
}

TEST_P(RoomLinksContract, who_does_not_get_in_uses_nothing_up) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    const RoomLink link = link_of(id, "l1", ada, 1).link;
    ASSERT_TRUE(make_link(link_of(id, "l1", ada, 1)).has_value());

    EXPECT_EQ(append(joining(id, ada, "l1")).error(), StoreError::already_member);
    ASSERT_TRUE(ban(id, ban_of(bob, ada)).has_value());
    EXPECT_EQ(append(joining(id, bob, "l1")).error(), StoreError::banned);
    ASSERT_TRUE(lift_ban(id, bob).has_value());
    ASSERT_TRUE(append(to_room(id, EventKind::room_archived, ada)).has_value());
    EXPECT_EQ(append(joining(id, bob, "l1")).error(), StoreError::archived);
    ASSERT_TRUE(append(to_room(id, EventKind::room_restored, ada)).has_value());
    EXPECT_EQ(find_link("token of l1", 200), link);
    EXPECT_TRUE(append(joining(id, bob, "l1")).has_value()) << "it is good again";
}

TEST_P(RoomLinksContract, who_has_all_the_rooms_one_may_have_uses_nothing_up) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("room0"));
    for (std::uint32_t i = 1; i < chat::kMembershipsMax; ++i)
        join(make_room("room" + std::to_string(i)), bob);
    ASSERT_TRUE(make_link(link_of(id, "l1", ada, 1)).has_value());
    EXPECT_EQ(append(joining(id, bob, "l1")).error(), StoreError::too_many_rooms);
    EXPECT_EQ(find_link("token of l1", 200), link_of(id, "l1", ada, 1).link);
}

TEST_P(RoomLinksContract, a_link_that_is_over_unknown_or_of_another_room_lets_nobody_in) {
    const RoomId id = make_room("garden");
    const RoomId other = make_room("cellar");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    ASSERT_TRUE(make_link(link_of(id, "l1", ada)).has_value());
    EXPECT_EQ(append(joining(id, bob, "l1", 1'000)).error(), StoreError::link_spent);
    EXPECT_EQ(append(joining(id, bob, "l2")).error(), StoreError::link_spent);
    EXPECT_EQ(append(joining(other, bob, "l1")).error(), StoreError::link_spent);
    EXPECT_EQ(membership(bob, id), std::nullopt);
    EXPECT_EQ(head(id), 0U);
    EXPECT_TRUE(append(joining(id, bob, "l1", 999)).has_value());
}

TEST_P(RoomLinksContract, a_link_is_taken_back_once) {
    const RoomId id = make_room("garden");
    const RoomId other = make_room("cellar");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    ASSERT_TRUE(make_link(link_of(id, "l1", ada)).has_value());
    EXPECT_EQ(revoke_link(other, "l1", ada).error(), StoreError::link_spent);
    ASSERT_TRUE(find_link("token of l1", 200).has_value());
    EXPECT_TRUE(revoke_link(id, "l1", ada).has_value());
    EXPECT_EQ(revoke_link(id, "l1", ada).error(), StoreError::link_spent);
    EXPECT_EQ(find_link("token of l1", 200), std::nullopt);
    EXPECT_EQ(append(joining(id, bob, "l1")).error(), StoreError::link_spent);
    EXPECT_THAT(*links(id, 200), IsEmpty());
}

TEST_P(RoomLinksContract, a_link_outlives_the_membership_of_its_maker) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    ASSERT_TRUE(make_link(link_of(id, "l1", ada)).has_value());
    ASSERT_TRUE(append(change(id, EventKind::member_left, ada)).has_value());
    EXPECT_TRUE(append(joining(id, bob, "l1")).has_value());
}

TEST_P(RoomLinksContract, rooms_that_are_not_there_or_archived_get_no_links) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const RoomId nowhere("nowhere");
    EXPECT_EQ(make_link(link_of(nowhere, "l1", ada)).error(), StoreError::no_such_room);
    EXPECT_EQ(links(nowhere, 0).error(), StoreError::no_such_room);
    EXPECT_EQ(revoke_link(nowhere, "l1", ada).error(), StoreError::no_such_room);
    ASSERT_TRUE(make_link(link_of(id, "l2", ada)).has_value());
    ASSERT_TRUE(append(to_room(id, EventKind::room_archived, ada)).has_value());
    EXPECT_EQ(make_link(link_of(id, "l3", ada)).error(), StoreError::archived);
    EXPECT_THAT(*links(id, 200), SizeIs(1)) << "those that there are can be seen";
    EXPECT_TRUE(revoke_link(id, "l2", ada).has_value()) << "and taken back";
}

TEST_P(RoomLinksContract, a_room_has_so_many_links_and_those_that_are_over_make_room) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    for (std::size_t i = 0; i < chat::kRoomLinksMax; ++i) {
        chat::NewRoomLink link = link_of(id, "l" + std::to_string(i), ada, i == 1 ? 1 : 0);
        if (i == 0) link.link.expires = at(500);
        ASSERT_TRUE(make_link(link).has_value());
    }
    EXPECT_EQ(make_link(link_of(id, "more", ada)).error(), StoreError::too_many_links);
    EXPECT_EQ(find_link("token of more", 200), std::nullopt);
    EXPECT_TRUE(make_link(link_of(make_room("cellar"), "other", ada)).has_value())
        << "the bound is a room's own";

    chat::NewRoomLink later = link_of(id, "later", ada);
    later.link.created = at(500);
    EXPECT_TRUE(make_link(later).has_value()) << "the first one is over by then";
    later = link_of(id, "later still", ada);
    later.link.created = at(500);
    EXPECT_EQ(make_link(later).error(), StoreError::too_many_links);
    ASSERT_TRUE(append(joining(id, bob, "l1")).has_value());
    EXPECT_TRUE(make_link(later).has_value()) << "and the second one used up";
    EXPECT_EQ(links(id, 500)->size(), chat::kRoomLinksMax);
}

}  // namespace store
