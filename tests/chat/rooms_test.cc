#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RoomsTest : public ChatWorld {
protected:
    Guest ada;
    Guest bob;

    void SetUp() override {
        ChatWorld::SetUp();
        ada = enter("Ada");
        bob = enter("Bob");
        heard(ada);
    }
    /// A room as only a later version of the server makes them.
    RoomId make_closed_room(const Guest& member) {
        const RoomId id("closed");
        memory.create_room({.id = id, .name = "Den", .name_key = "den", .kind = RoomKind::closed},
                           member.welcome.me, [](const auto&) {});
        executor.run();
        return id;
    }
};

}  // namespace

TEST_F(RoomsTest, whoever_makes_a_room_is_its_member_and_everyone_hears_of_it) {
    const Guest second_tab = come_back(ada.token());
    const auto made = create(ada, "  Tea   Time ");
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->room.name, "Tea Time");
    EXPECT_EQ(made->room.kind, RoomKind::open);
    EXPECT_EQ(made->room.id.value().size(), 10U);
    EXPECT_EQ(made->room.head, 1U);
    EXPECT_EQ(made->present, 1U);
    EXPECT_EQ(made->unread, 0U);
    EXPECT_THAT(audience.created, ElementsAre("Tea Time"));
    EXPECT_THAT(heard(second_tab), ElementsAre("joined Tea Time, head 1, a host"));
    EXPECT_THAT(heard(ada), IsEmpty());
    EXPECT_THAT(heard(bob), IsEmpty());
    ASSERT_TRUE(post(second_tab, "tea?", "", made->room.id));
    EXPECT_THAT(heard(ada), ElementsAre("2 Ada: tea?"));
}

TEST_F(RoomsTest, refuses_names_that_are_none_or_taken) {
    EXPECT_EQ(create(ada, "").error().error, ChatError::name_invalid);
    EXPECT_EQ(create(ada, "...").error().error, ChatError::name_invalid);
    EXPECT_EQ(create(ada, std::string(49, 'x')).error().error, ChatError::name_invalid);
    EXPECT_EQ(create(ada, "lobby").error().error, ChatError::name_taken);
    created(ada, "Tea");
    EXPECT_EQ(create(bob, "TEA").error().error, ChatError::name_taken);
    EXPECT_EQ(create(bob, "T\u0435a").error().error, ChatError::name_taken);
    store.fail(Call::create_room, 1);
    EXPECT_EQ(create(bob, "Jam").error().error, ChatError::unavailable);
    EXPECT_THAT(audience.created, ElementsAre("Tea"));
}

TEST_F(RoomsTest, a_joining_is_heard_by_members_and_by_all_tabs_of_who_joins) {
    const RoomId tea = created(ada, "Tea");
    const Guest second_tab = come_back(bob.token());
    const auto view = join(bob, tea);
    ASSERT_TRUE(view.has_value());
    EXPECT_EQ(view->room.head, 1U);
    EXPECT_EQ(view->present, 2U);
    const std::string joined = "2 Bob joined " + tea.value() + " of 2";
    EXPECT_THAT(heard(ada), ElementsAre(joined));
    EXPECT_THAT(heard(bob), ElementsAre(joined));
    EXPECT_THAT(heard(second_tab), ElementsAre("joined Tea, head 1", joined));
}

TEST_F(RoomsTest, joining_twice_is_answered_and_logged_once) {
    const RoomId tea = created(ada, "Tea");
    Answer<RoomView> first;
    Answer<RoomView> second;
    chat().join(bob.connection, tea, into(first));
    chat().join(bob.connection, tea, into(second));
    EXPECT_TRUE(take(first).has_value());
    EXPECT_TRUE(take(second).has_value());
    EXPECT_TRUE(join(bob, tea).has_value());
    EXPECT_TRUE(join(bob, kLobby).has_value());
    EXPECT_THAT(heard(ada), ElementsAre("2 Bob joined " + tea.value() + " of 2"));
}

TEST_F(RoomsTest, a_membership_of_before_is_found_again_when_joining) {
    const RoomId tea = created(ada, "Tea");
    store.lose_answers(Call::append, 1);
    EXPECT_EQ(join(bob, tea).error().error, ChatError::unavailable);
    EXPECT_TRUE(join(bob, tea).has_value()) << "the store has it already";
    ASSERT_TRUE(post(bob, "hello", "", tea));
    pass(1s);
    EXPECT_EQ(heard(bob).back(), "3 Bob: hello");
}

TEST_F(RoomsTest, comings_and_goings_that_the_store_kept_unheard_are_shown) {
    const RoomId tea = created(ada, "Tea");
    heard(ada);
    store.lose_answers(Call::append, 1);
    EXPECT_EQ(join(bob, tea).error().error, ChatError::unavailable);
    pass(1s);
    EXPECT_THAT(heard(ada), ElementsAre("2 Bob joined " + tea.value() + " of 1"));
    store.lose_answers(Call::append, 1);
    EXPECT_EQ(leave(bob, tea).error().error, ChatError::unavailable);
    pass(1s);
    EXPECT_THAT(heard(ada), ElementsAre("3 Bob left " + tea.value() + " of 2"));
    EXPECT_EQ(post(bob, "still here?", "", tea).error().error, ChatError::not_a_member);
}

TEST_F(RoomsTest, a_leaving_is_heard_and_then_nothing_more) {
    const RoomId tea = created(ada, "Tea");
    ASSERT_TRUE(join(bob, tea));
    const Guest second_tab = come_back(bob.token());
    heard(ada);
    heard(bob);
    ASSERT_TRUE(leave(bob, tea));
    const std::string left = "3 Bob left " + tea.value() + " of 1";
    EXPECT_THAT(heard(ada), ElementsAre(left));
    EXPECT_THAT(heard(bob), ElementsAre(left));
    EXPECT_THAT(heard(second_tab), ElementsAre(left, "left Tea, head 2"));
    ASSERT_TRUE(post(ada, "alone", "", tea));
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(leave(bob, tea).error().error, ChatError::not_a_member);
    EXPECT_EQ(members(ada, tea)->present, 1U);
    close(bob);
    close(second_tab);
    heard(ada);
    pass(1min);
    EXPECT_THAT(heard(ada), ElementsAre("Bob went, 1 in lobby")) << "not in tea";
}

TEST_F(RoomsTest, the_last_member_may_leave_and_come_back) {
    const RoomId tea = created(ada, "Tea");
    ASSERT_TRUE(leave(ada, tea));
    EXPECT_THAT(heard(ada), ElementsAre("2 Ada left " + tea.value() + " of 0"));
    const auto view = join(bob, tea);
    ASSERT_TRUE(view.has_value());
    EXPECT_EQ(view->room.head, 2U);
    EXPECT_THAT(heard(bob), ElementsAre("3 Bob joined " + tea.value() + " of 1"));
}

TEST_F(RoomsTest, the_lobby_cannot_be_left) {
    EXPECT_EQ(leave(ada, kLobby).error().error, ChatError::forbidden);
    EXPECT_EQ(leave(ada, RoomId("nowhere")).error().error, ChatError::not_found);
}

TEST_F(RoomsTest, the_list_has_open_rooms_by_name) {
    created(ada, "Tea");
    created(bob, "Jam");
    const auto all = rooms(ada);
    ASSERT_TRUE(all.has_value());
    ASSERT_EQ(all->size(), 3U);
    EXPECT_EQ((*all)[0].room.name, "Jam");
    EXPECT_EQ((*all)[0].mine, RoomEntry::Mine::no);
    EXPECT_EQ((*all)[0].present, 1U);
    EXPECT_EQ((*all)[1].room.name, "Lobby");
    EXPECT_EQ((*all)[1].present, 2U);
    EXPECT_EQ((*all)[2].room.name, "Tea");
    EXPECT_EQ((*all)[2].mine, RoomEntry::Mine::yes);
}

TEST_F(RoomsTest, the_list_ends_before_it_is_too_heavy_and_a_query_finds_the_rest) {
    Limits limits = limits_without_rates();
    limits.page_bytes_max = 400;
    make_chat(limits);
    start();
    ada = enter("Ada");
    for (const char* name : {"Ale", "Beer", "Coffee", "Tea"})
        created(ada, name);
    const auto all = rooms(ada);
    ASSERT_TRUE(all.has_value());
    EXPECT_EQ(all->size(), 2U) << "of five";
    EXPECT_EQ(all->front().room.name, "Ale");
    const auto found = rooms(ada, "tea");
    ASSERT_TRUE(found.has_value());
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().room.name, "Tea");
}

TEST_F(RoomsTest, a_closed_room_does_not_exist_for_those_outside) {
    const RoomId den = make_closed_room(ada);
    make_chat(limits_without_rates());
    start();
    ada = come_back(ada.token());
    bob = come_back(bob.token());
    EXPECT_EQ(join(bob, den).error().error, ChatError::not_found);
    EXPECT_EQ(leave(bob, den).error().error, ChatError::not_found);
    EXPECT_EQ(post(bob, "x", "", den).error().error, ChatError::not_found);
    EXPECT_EQ(history(bob, {.room = den}).error().error, ChatError::not_found);
    EXPECT_EQ(typing(bob, den).error().error, ChatError::not_found);
    EXPECT_EQ(read(bob, 1, den).error().error, ChatError::not_found);
    EXPECT_EQ(members(bob, den).error().error, ChatError::not_found);
    EXPECT_EQ(rooms(ada)->size(), 1U) << "not listed, for members neither";
    EXPECT_TRUE(post(ada, "x", "", den).has_value());
}

TEST_F(RoomsTest, nobody_is_in_more_rooms_than_allowed_nor_are_there_more) {
    Limits limits = limits_without_rates();
    limits.rooms_joined_max = 2;
    limits.rooms_max = 4;
    make_chat(limits);
    start();
    ada = enter("Ada");
    bob = enter("Bob");
    const RoomId tea = created(ada, "Tea");
    EXPECT_EQ(create(ada, "Jam").error().error, ChatError::too_many_rooms);
    const RoomId jam = created(bob, "Jam");
    EXPECT_EQ(join(ada, jam).error().error, ChatError::too_many_rooms);
    const Guest carol = enter("Carol");
    created(carol, "Pie");
    EXPECT_EQ(create(enter("Dora"), "Nut").error().error, ChatError::too_many_rooms);
    ASSERT_TRUE(leave(ada, tea));
    EXPECT_TRUE(join(ada, jam).has_value());
}

TEST_F(RoomsTest, who_goes_before_their_joining_is_committed_is_a_member_when_they_come_back) {
    const RoomId tea = created(ada, "Tea");
    store.hold(Call::append);
    Answer<RoomView> answer;
    chat().join(bob.connection, tea, into(answer));
    executor.run();
    close(bob);
    pass(1min);
    heard(ada);
    store.let_go(Call::append);
    EXPECT_EQ(take(answer).error().error, ChatError::not_connected);
    EXPECT_THAT(heard(ada), ElementsAre("2 Bob joined " + tea.value() + " of 1"));
    EXPECT_EQ(come_back(bob.token()).room(tea).room.head, 2U);
}

TEST_F(RoomsTest, who_goes_before_their_room_is_made_finds_it_later) {
    store.hold(Call::create_room);
    Answer<RoomView> answer;
    chat().create(bob.connection, {.name = "Tea"}, into(answer));
    executor.run();
    close(bob);
    pass(1min);
    store.let_go(Call::create_room);
    EXPECT_EQ(take(answer).error().error, ChatError::not_connected);
    EXPECT_THAT(audience.created, ElementsAre("Tea"));
    EXPECT_EQ(come_back(bob.token()).welcome.rooms.size(), 2U);
}

TEST_F(RoomsTest, the_welcome_has_the_lobby_first_and_the_others_by_name) {
    created(ada, "Tea");
    created(ada, "Jam");
    const Guest again = come_back(ada.token());
    ASSERT_EQ(again.welcome.rooms.size(), 3U);
    EXPECT_EQ(again.welcome.rooms[0].room.name, "Lobby");
    EXPECT_EQ(again.welcome.rooms[1].room.name, "Jam");
    EXPECT_EQ(again.welcome.rooms[2].room.name, "Tea");
}

}  // namespace chat
