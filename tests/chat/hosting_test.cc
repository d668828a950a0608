#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "base/unicode.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/hosted_rooms.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class HostingTest : public HostedRooms {
protected:
    Room room_of(const Guest& guest, const RoomId& id) {
        const auto view = join(guest, id);
        EXPECT_TRUE(view.has_value());
        return view ? view->room : Room();
    }
};

TEST_F(HostingTest, a_host_renames_and_everybody_there_hears) {
    const auto renamed = rename(ada, tea, "  Green   tea ");
    ASSERT_TRUE(renamed.has_value());
    EXPECT_EQ(renamed->seq, 4U);
    EXPECT_THAT(heard(bob), ElementsAre("4 Ada named it Green tea"));
    const Room room = room_of(bob, tea);
    EXPECT_EQ(room.name, "Green tea");
    EXPECT_EQ(room.name_key, base::unicode::skeleton("Green tea"));
    EXPECT_EQ(room_of(bob, den).name, "Den");
}

TEST_F(HostingTest, a_renamed_room_stands_in_the_list_by_its_new_name_and_frees_the_old) {
    ASSERT_TRUE(rename(ada, tea, "Zebra").has_value());
    const auto list = rooms(bob);
    ASSERT_TRUE(list.has_value());
    ASSERT_EQ(list->size(), 2U);
    EXPECT_EQ(list->back().room.name, "Zebra");
    EXPECT_TRUE(create(bob, "Tea").has_value());
    EXPECT_EQ(error_of(rename(ada, tea, "tea")), ChatError::name_taken);
    EXPECT_EQ(error_of(create(bob, "zebra")), ChatError::name_taken);
}

TEST_F(HostingTest, a_private_room_may_be_called_as_any_other) {
    ASSERT_TRUE(rename(ada, den, "Tea").has_value());
    const Room room = room_of(bob, den);
    EXPECT_EQ(room.name, "Tea");
    EXPECT_EQ(room.name_key, "\x01" + den.value());
    EXPECT_EQ(room_of(bob, tea).name, "Tea");
}

TEST_F(HostingTest, names_and_topics_have_rules) {
    EXPECT_EQ(error_of(rename(ada, tea, " ")), ChatError::name_invalid);
    EXPECT_EQ(error_of(rename(ada, tea, std::string(49, 'x'))), ChatError::name_invalid);
    EXPECT_EQ(error_of(set_topic(ada, tea, std::string(251, 'x'))), ChatError::topic_too_long);
    EXPECT_EQ(room_of(ada, tea).name, "Tea");
}

TEST_F(HostingTest, a_topic_comes_and_goes) {
    ASSERT_TRUE(set_topic(ada, tea, "green\nand black").has_value());
    EXPECT_EQ(room_of(bob, tea).topic, "green and black");
    ASSERT_TRUE(set_topic(ada, tea, "").has_value());
    EXPECT_EQ(room_of(bob, tea).topic, "");
    EXPECT_THAT(heard(bob),
                ElementsAre("4 Ada set the topic green and black", "5 Ada set the topic "));
}

TEST_F(HostingTest, what_is_so_already_is_answered_alike_and_nobody_hears) {
    const auto same_name = rename(ada, tea, "Tea");
    const auto same_topic = set_topic(ada, tea, "");
    const auto same_use = set_use(ada, tea, RoomUse::active);
    const auto same_host = set_host(ada, tea, id_of(ada));
    for (const auto& answer : {same_name, same_topic, same_use, same_host}) {
        ASSERT_TRUE(answer.has_value());
        EXPECT_EQ(answer->seq, 3U);
    }
    EXPECT_THAT(heard(bob), IsEmpty());
}

TEST_F(HostingTest, an_archived_room_is_read_and_left_and_nothing_more) {
    ASSERT_TRUE(post(bob, "hello", "n", tea).has_value());
    ASSERT_TRUE(set_use(ada, tea, RoomUse::archived).has_value());
    EXPECT_EQ(error_of(post(bob, "x", "m", tea)), ChatError::archived);
    EXPECT_EQ(error_of(edit(bob, 4, "x", tea)), ChatError::archived);
    EXPECT_EQ(error_of(remove(bob, 4, tea)), ChatError::archived);
    EXPECT_EQ(error_of(react(bob, 4, "👍", React::Set::on, tea)), ChatError::archived);
    EXPECT_EQ(error_of(typing(bob, tea)), ChatError::archived);
    EXPECT_EQ(error_of(rename(ada, tea, "x")), ChatError::archived);
    EXPECT_EQ(error_of(set_topic(ada, tea, "x")), ChatError::archived);
    EXPECT_EQ(error_of(set_host(ada, tea, id_of(bob))), ChatError::archived);
    const Guest carol = enter_as(Role::member, "Carol");
    EXPECT_EQ(error_of(join(carol, tea)), ChatError::archived);
    EXPECT_TRUE(history(bob, {.room = tea}).has_value());
    EXPECT_TRUE(read(ada, 4, tea).has_value());
    EXPECT_TRUE(kick(ada, tea, id_of(bob)).has_value());
    EXPECT_TRUE(leave(mia, tea).has_value());
    ASSERT_TRUE(set_use(ada, tea, RoomUse::active).has_value());
    EXPECT_TRUE(post(ada, "again", "o", tea).has_value());
    EXPECT_TRUE(join(carol, tea).has_value());
}

TEST_F(HostingTest, an_archived_room_is_listed_for_its_members_only) {
    const Guest carol = enter_as(Role::member, "Carol");
    ASSERT_TRUE(set_use(ada, tea, RoomUse::archived).has_value());
    EXPECT_EQ(rooms(bob)->size(), 2U);
    EXPECT_EQ(rooms(carol)->size(), 1U);
}

TEST_F(HostingTest, all_stands_after_a_restart) {
    ASSERT_TRUE(rename(ada, tea, "Green tea").has_value());
    ASSERT_TRUE(set_topic(ada, tea, "leaves").has_value());
    ASSERT_TRUE(set_host(ada, tea, id_of(bob)).has_value());
    ASSERT_TRUE(set_use(ada, tea, RoomUse::archived).has_value());
    make_chat(limits_without_rates());
    start();
    bob = come_back("Bob");
    EXPECT_EQ(bob.room(tea).room.name, "Green tea");
    EXPECT_EQ(bob.room(tea).room.topic, "leaves");
    EXPECT_EQ(bob.room(tea).room.use, RoomUse::archived);
    EXPECT_EQ(bob.room(tea).role, RoomRole::host);
}

TEST_F(HostingTest, who_may_not) {
    const RoomId both[] = {tea, den};
    for (const RoomId& id : both) {
        EXPECT_EQ(error_of(rename(bob, id, "x")), ChatError::forbidden);
        EXPECT_EQ(error_of(set_topic(bob, id, "x")), ChatError::forbidden);
        EXPECT_EQ(error_of(set_use(bob, id, RoomUse::archived)), ChatError::forbidden);
        EXPECT_EQ(error_of(set_host(bob, id, id_of(bob))), ChatError::forbidden);
    }
    EXPECT_TRUE(rename(mia, tea, "Moderated").has_value());
    EXPECT_EQ(error_of(set_use(mia, kLobby, RoomUse::archived)), ChatError::forbidden);
    EXPECT_EQ(error_of(leave(mia, kLobby)), ChatError::forbidden);
}

TEST_F(HostingTest, a_host_deletes_what_others_said) {
    ASSERT_TRUE(post(mia, "mine", "n", tea).has_value());
    EXPECT_EQ(error_of(remove(bob, 4, tea)), ChatError::forbidden);
    EXPECT_TRUE(remove(ada, 4, tea).has_value());
}

TEST_F(HostingTest, a_host_makes_hosts_who_can_do_the_same_at_once) {
    ASSERT_TRUE(set_host(ada, tea, id_of(bob)).has_value());
    EXPECT_THAT(heard(bob), ElementsAre("4 Bob is a host, by Ada"));
    EXPECT_TRUE(rename(bob, tea, "Bob's tea").has_value());
    EXPECT_EQ(join(bob, tea)->role, RoomRole::host);
    EXPECT_EQ(members(ada, tea)->present_members[1].role, RoomRole::host);
}

TEST_F(HostingTest, only_those_above_take_it_away_or_oneself) {
    ASSERT_TRUE(set_host(ada, tea, id_of(bob)).has_value());
    EXPECT_EQ(error_of(set_host(bob, tea, id_of(ada), HostWish::Set::off)), ChatError::forbidden);
    ASSERT_TRUE(set_host(mia, tea, id_of(ada), HostWish::Set::off).has_value());
    EXPECT_EQ(error_of(rename(ada, tea, "x")), ChatError::forbidden);
    forget();
    ASSERT_TRUE(set_host(bob, tea, id_of(bob), HostWish::Set::off).has_value());
    EXPECT_THAT(heard(ada), ElementsAre("6 Bob is no host"));
    EXPECT_EQ(error_of(rename(bob, tea, "x")), ChatError::forbidden);
}

TEST_F(HostingTest, only_members_are_made_hosts) {
    EXPECT_EQ(error_of(set_host(ada, den, id_of(mia))), ChatError::no_such_person);
    EXPECT_EQ(error_of(set_host(ada, den, UserId("nobody"))), ChatError::no_such_person);
}

TEST_F(HostingTest, who_leaves_meanwhile_is_made_no_host) {
    room_store.hold(RoomCall::find_member);
    Answer<Posted> answer;
    chat().set_host(ada.connection, {.room = tea, .user = id_of(bob)}, into(answer));
    executor.run();
    ASSERT_TRUE(leave(bob, tea).has_value());
    room_store.let_go(RoomCall::find_member);
    EXPECT_EQ(error_of(take(answer)), ChatError::no_such_person);
    ASSERT_TRUE(join(bob, tea).has_value());
    EXPECT_EQ(join(bob, tea)->role, RoomRole::member);
}

TEST_F(HostingTest, a_store_that_is_away_changes_nothing) {
    store.fail(Call::append, 1);
    EXPECT_EQ(error_of(rename(ada, tea, "x")), ChatError::unavailable);
    room_store.fail(RoomCall::find_member, 1);
    EXPECT_EQ(error_of(set_host(ada, tea, id_of(bob))), ChatError::unavailable);
    EXPECT_EQ(room_of(ada, tea).name, "Tea");
    EXPECT_THAT(heard(bob), IsEmpty());
}

}  // namespace
}  // namespace chat
