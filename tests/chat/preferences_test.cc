#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/rooms_world.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PreferencesTest : public RoomsWorld {
protected:
    void SetUp() override {
        RoomsWorld::SetUp();
        ada = enter_as(Role::member, "ada");
        telephone = come_back("ada");
        bob = enter_as(Role::member, "bob");
        heard(ada);
        heard(telephone);
        heard(bob);
    }

    Guest ada;
    Guest telephone;
    Guest bob;
};

TEST_F(PreferencesTest, are_told_to_the_persons_other_devices_alone) {
    EXPECT_TRUE(prefer(ada, {.level = NotifyLevel::nothing}).has_value());
    EXPECT_THAT(heard(telephone), ElementsAre("sees Lobby, head 0, quiet"));
    EXPECT_TRUE(prefer(ada, {.liking = Liking::favourite}).has_value());
    EXPECT_THAT(heard(telephone), ElementsAre("sees Lobby, head 0, quiet, a favourite"));
    EXPECT_THAT(heard(ada), IsEmpty());
    EXPECT_THAT(heard(bob), IsEmpty());
}

TEST_F(PreferencesTest, are_there_when_somebody_comes_back) {
    prefer(ada, {.level = NotifyLevel::mentions, .liking = Liking::favourite});
    prefer(ada, {.level = NotifyLevel::all});
    close(ada);
    close(telephone);
    pass(10s);
    const Guest back = come_back("ada");
    EXPECT_EQ(back.room().level, NotifyLevel::all);
    EXPECT_EQ(back.room().liking, Liking::favourite);
    EXPECT_EQ(come_back("bob").room().level, NotifyLevel::usual);
}

TEST_F(PreferencesTest, of_rooms_that_one_is_not_in_are_refused) {
    const RoomId garden = created(bob, "garden");
    const RoomId secret = created(bob, "secret", RoomKind::closed);
    EXPECT_EQ(error_of(prefer(ada, {.level = NotifyLevel::all}, garden)), ChatError::not_a_member);
    EXPECT_EQ(error_of(prefer(ada, {.level = NotifyLevel::all}, secret)), ChatError::not_found);
    EXPECT_EQ(error_of(prefer(ada, {.level = NotifyLevel::all}, RoomId("none"))),
              ChatError::not_found);
}

TEST_F(PreferencesTest, are_refused_when_the_store_cannot_keep_them) {
    room_store.fail(RoomCall::set_preference, 1);
    EXPECT_EQ(error_of(prefer(ada, {.level = NotifyLevel::all})), ChatError::unavailable);
    EXPECT_THAT(heard(telephone), IsEmpty());
    EXPECT_EQ(read(ada, 0)->level, NotifyLevel::usual);
}

TEST_F(PreferencesTest, of_somebody_who_left_meanwhile_are_answered_so) {
    const RoomId garden = created(ada, "garden");
    heard(telephone);
    room_store.hold(RoomCall::set_preference);
    Answer<void> answer;
    chat().prefer(ada.connection, garden, {.level = NotifyLevel::all}, into(answer));
    executor.run();
    leave(ada, garden);
    room_store.let_go(RoomCall::set_preference);
    EXPECT_EQ(error_of(take(answer)), ChatError::not_a_member);
}

}  // namespace
}  // namespace chat
