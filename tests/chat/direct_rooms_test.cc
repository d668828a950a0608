#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/rooms_world.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DirectRoomsTest : public RoomsWorld {
protected:
    Guest ada;
    Guest bob;
    Guest gus;

    void SetUp() override {
        RoomsWorld::SetUp();
        ada = enter_as(Role::member, "Ada");
        bob = enter_as(Role::member, "Bob");
        gus = enter_as(Role::guest, "Gus");
        forget();
    }
    void forget() {
        for (const Guest& each : {ada, bob, gus})
            (void)heard(each);
    }
    static std::vector<std::string> names(const RoomView& view) {
        std::vector<std::string> all;
        for (const User& user : view.people)
            all.push_back(user.nickname);
        return all;
    }
    RoomView opened(const Guest& by, std::vector<UserId> users) {
        const auto view = direct(by, std::move(users));
        EXPECT_TRUE(view.has_value());
        return view ? *view : RoomView();
    }
};

TEST_F(DirectRoomsTest, all_its_people_who_are_here_are_in_it_and_hear_by_whom) {
    const Guest tab = come_back("Ada");
    const Guest bobs = come_back("Bob");
    (void)heard(tab);
    (void)heard(bobs);
    forget();
    const RoomView view = opened(ada, {id_of(gus), id_of(bob)});
    EXPECT_EQ(view.room.kind, RoomKind::direct);
    EXPECT_EQ(view.room.name, "");
    EXPECT_EQ(view.role, RoomRole::member);
    EXPECT_EQ(view.present, 3U);
    EXPECT_THAT(names(view), ElementsAre("Bob", "Gus"));
    EXPECT_THAT(heard(ada), IsEmpty());
    EXPECT_THAT(heard(tab), ElementsAre("joined with Bob and Gus, head 0"));
    EXPECT_THAT(heard(bob), ElementsAre("joined with Ada and Gus, head 0, by Ada"));
    EXPECT_THAT(heard(bobs), ElementsAre("joined with Ada and Gus, head 0, by Ada"));
    EXPECT_THAT(audience.created, IsEmpty());
    ASSERT_TRUE(post(gus, "hello", "n", view.room.id).has_value());
    EXPECT_THAT(heard(tab), ElementsAre("1 Gus: hello"));
}

TEST_F(DirectRoomsTest, the_same_people_have_one_room_whoever_asks) {
    const RoomView first = opened(ada, {id_of(bob)});
    EXPECT_EQ(opened(bob, {id_of(ada), id_of(ada), id_of(bob)}).room.id, first.room.id);
    EXPECT_EQ(opened(ada, {id_of(bob)}).room.id, first.room.id);
    EXPECT_NE(opened(ada, {id_of(bob), id_of(gus)}).room.id, first.room.id);
}

TEST_F(DirectRoomsTest, two_who_open_it_at_once_get_the_same_and_one_place_each) {
    room_store.hold(RoomCall::open_direct);
    Answer<RoomView> adas;
    Answer<RoomView> bobs;
    chat().direct(ada.connection, {id_of(bob)}, into(adas));
    chat().direct(bob.connection, {id_of(ada)}, into(bobs));
    executor.run();
    room_store.let_go(RoomCall::open_direct);
    const auto of_ada = take(adas);
    const auto of_bob = take(bobs);
    ASSERT_TRUE(of_ada.has_value());
    ASSERT_TRUE(of_bob.has_value());
    EXPECT_EQ(of_ada->room.id, of_bob->room.id);
    EXPECT_THAT(heard(bob), ElementsAre("joined with Ada, head 0, by Ada"));
    EXPECT_THAT(heard(ada), IsEmpty());
}

TEST_F(DirectRoomsTest, who_is_away_has_it_with_its_people_when_they_come) {
    const UserId carol = known(Role::member, "Carol");
    const RoomView view = opened(ada, {carol});
    ASSERT_TRUE(post(ada, "are you there?", "n", view.room.id).has_value());
    const Guest here = come_back("Carol");
    EXPECT_THAT(names(here.room(view.room.id)), ElementsAre("Ada"));
    EXPECT_EQ(here.room(view.room.id).unread, 1U);
}

TEST_F(DirectRoomsTest, it_stands_after_a_restart) {
    const RoomView view = opened(ada, {id_of(bob)});
    make_chat(limits_without_rates());
    start();
    bob = come_back("Bob");
    EXPECT_THAT(names(bob.room(view.room.id)), ElementsAre("Ada"));
    EXPECT_EQ(opened(bob, {UserId("Ada")}).room.id, view.room.id);
}

TEST_F(DirectRoomsTest, needs_somebody_else_and_not_too_many) {
    EXPECT_EQ(error_of(direct(ada, {})), ChatError::no_such_person);
    EXPECT_EQ(error_of(direct(ada, {id_of(ada)})), ChatError::no_such_person);
    EXPECT_EQ(error_of(direct(ada, {UserId("nobody")})), ChatError::no_such_person);
    EXPECT_EQ(error_of(direct(ada, {id_of(bob), UserId("nobody")})), ChatError::no_such_person);
    std::vector<UserId> many;
    for (int i = 0; i < 8; ++i)
        many.push_back(known(Role::guest, "guest " + std::to_string(i)));
    EXPECT_TRUE(direct(ada, many).has_value()) << "nine with oneself";
    many.push_back(id_of(bob));
    EXPECT_EQ(error_of(direct(ada, many)), ChatError::too_many_people);
}

TEST_F(DirectRoomsTest, there_are_only_so_many_of_the_server_and_of_a_person) {
    Limits limits = limits_without_rates();
    limits.direct_rooms_max = 1;
    make_chat(limits);
    start();
    ada = come_back("Ada");
    const RoomView view = opened(ada, {id_of(bob)});
    EXPECT_EQ(error_of(direct(ada, {id_of(gus)})), ChatError::too_many_rooms);
    EXPECT_EQ(opened(ada, {id_of(bob)}).room.id, view.room.id) << "this one there is";
    EXPECT_TRUE(create(ada, "Tea").has_value()) << "others are counted apart";

    limits = limits_without_rates();
    limits.rooms_joined_max = 2;
    make_chat(limits);
    start();
    bob = come_back("Bob");  // in the lobby and in the direct room
    gus = come_back("Gus");
    EXPECT_EQ(error_of(direct(bob, {id_of(gus)})), ChatError::too_many_rooms);
    EXPECT_EQ(error_of(direct(gus, {id_of(bob)})), ChatError::too_many_rooms);
}

TEST_F(DirectRoomsTest, is_made_though_the_one_who_asked_is_gone) {
    room_store.hold(RoomCall::open_direct);
    Answer<RoomView> answer;
    chat().direct(ada.connection, {id_of(bob)}, into(answer));
    executor.run();
    close(ada);
    pass(limits_without_rates().leave_grace);
    (void)heard(bob);
    room_store.let_go(RoomCall::open_direct);
    EXPECT_EQ(error_of(take(answer)), ChatError::not_connected);
    EXPECT_THAT(heard(bob), ElementsAre("joined with Ada, head 0, by Ada"));
}

TEST_F(DirectRoomsTest, a_store_that_is_away_makes_none) {
    room_store.fail(RoomCall::open_direct, 1);
    EXPECT_EQ(error_of(direct(ada, {id_of(bob)})), ChatError::unavailable);
    EXPECT_TRUE(direct(ada, {id_of(bob)}).has_value());
}

TEST_F(DirectRoomsTest, its_people_are_called_as_they_are_now) {
    const RoomView view = opened(ada, {id_of(gus)});
    const Guest renamed = enter(
        {.connection = new_connection(), .nickname = "Gustav", .token = "Gus", .cursors = {}});
    EXPECT_THAT(names(*join(ada, view.room.id)), ElementsAre("Gustav"));
    close(gus);
    close(renamed);
    pass(limits_without_rates().leave_grace);
    enter({.connection = new_connection(), .nickname = "Augustus", .token = "Gus", .cursors = {}});
    EXPECT_THAT(names(*join(ada, view.room.id)), ElementsAre("Augustus"));
}

}  // namespace
}  // namespace chat
