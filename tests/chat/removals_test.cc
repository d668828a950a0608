#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/hosted_rooms.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/weight.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using RemovalsTest = HostedRooms;

TEST_F(RemovalsTest, who_has_to_go_hears_by_whom_and_then_no_more) {
    const Guest tab = come_back("Bob");
    (void)heard(tab);
    forget();
    const auto kicked = kick(ada, den, id_of(bob));
    ASSERT_TRUE(kicked.has_value());
    EXPECT_EQ(kicked->seq, 3U);
    ASSERT_TRUE(post(ada, "he is gone", "n", den).has_value());
    const std::vector<std::string> both{"3 Bob left " + den.value() + ", by Ada of 1",
                                        "left Den, head 2, by Ada"};
    EXPECT_EQ(heard(bob), both);
    EXPECT_EQ(heard(tab), both);
    EXPECT_EQ(error_of(post(bob, "x", "n", den)), ChatError::not_found);
    EXPECT_EQ(error_of(join(bob, den)), ChatError::not_found);
}

TEST_F(RemovalsTest, who_was_kicked_from_an_open_room_may_come_back) {
    ASSERT_TRUE(kick(ada, tea, id_of(bob)).has_value());
    EXPECT_EQ(error_of(post(bob, "x", "n", tea)), ChatError::not_a_member);
    EXPECT_TRUE(join(bob, tea).has_value());
}

TEST_F(RemovalsTest, who_is_away_is_kicked_too) {
    const UserId carol = known(Role::member, "Carol");
    ASSERT_TRUE(add(ada, den, carol).has_value());
    ASSERT_TRUE(kick(ada, den, carol).has_value());
    EXPECT_EQ(error_of(kick(ada, den, carol)), ChatError::no_such_person);
    const Guest here = come_back("Carol");
    EXPECT_THAT(here.welcome.rooms, SizeIs(1));
}

TEST_F(RemovalsTest, only_those_below_are_removed) {
    ASSERT_TRUE(set_host(ada, tea, id_of(bob)).has_value());
    const Guest owner = enter_as(Role::owner, "Olga");
    ASSERT_TRUE(join(owner, tea).has_value());
    const struct {
        const char* why;
        const Guest& by;
        UserId user;
    } cases[] = {
        {"a host, a host", ada, id_of(bob)},
        {"a host, a moderator", ada, id_of(mia)},
        {"a moderator, an owner", mia, id_of(owner)},
        {"oneself", ada, id_of(ada)},
    };
    for (const auto& [why, by, user] : cases) {
        SCOPED_TRACE(why);
        EXPECT_EQ(error_of(kick(by, tea, user)), ChatError::forbidden);
        EXPECT_EQ(error_of(ban(by, tea, user)), ChatError::forbidden);
    }
    EXPECT_TRUE(kick(mia, tea, id_of(bob)).has_value());
    EXPECT_TRUE(ban(owner, tea, id_of(mia)).has_value());
}

TEST_F(RemovalsTest, only_hosts_remove_and_nobody_from_the_lobby) {
    EXPECT_EQ(error_of(kick(bob, tea, id_of(ada))), ChatError::forbidden);
    EXPECT_EQ(error_of(ban(bob, tea, id_of(ada))), ChatError::forbidden);
    EXPECT_EQ(error_of(lift_ban(bob, tea, id_of(ada))), ChatError::forbidden);
    EXPECT_EQ(error_of(bans(bob, tea)), ChatError::forbidden);
    EXPECT_EQ(error_of(kick(mia, kLobby, id_of(bob))), ChatError::forbidden);
    EXPECT_EQ(error_of(ban(mia, kLobby, id_of(bob))), ChatError::forbidden);
}

TEST_F(RemovalsTest, nobody_of_that_id) {
    EXPECT_EQ(error_of(kick(ada, tea, UserId("nobody"))), ChatError::no_such_person);
    EXPECT_EQ(error_of(kick(ada, den, id_of(mia))), ChatError::no_such_person);
    EXPECT_EQ(error_of(ban(ada, den, UserId("nobody"))), ChatError::no_such_person);
}

TEST_F(RemovalsTest, who_is_banned_goes_and_does_not_come_back) {
    ASSERT_TRUE(ban(ada, tea, id_of(bob), std::nullopt, " too\nloud ").has_value());
    EXPECT_THAT(heard(bob), ElementsAre("4 Bob left " + tea.value() + ", by Ada of 2",
                                        "left Tea, head 3, by Ada"));
    EXPECT_EQ(error_of(join(bob, tea)), ChatError::banned);
    EXPECT_EQ(error_of(add(mia, tea, id_of(bob))), ChatError::banned);
    const auto all = bans(ada, tea);
    ASSERT_TRUE(all.has_value());
    ASSERT_THAT(*all, SizeIs(1));
    EXPECT_EQ(all->front().user, id_of(bob));
    EXPECT_EQ(all->front().nickname, "Bob");
    EXPECT_EQ(all->front().by.nickname, "Ada");
    EXPECT_EQ(all->front().reason, "too loud");
    ASSERT_TRUE(lift_ban(mia, tea, id_of(bob)).has_value());
    EXPECT_TRUE(join(bob, tea).has_value());
}

TEST_F(RemovalsTest, a_ban_of_a_time_is_over_then) {
    ASSERT_TRUE(ban(ada, tea, id_of(bob), clock.wall() + 1h).has_value());
    EXPECT_EQ(error_of(join(bob, tea)), ChatError::banned);
    clock.advance(1h);
    EXPECT_THAT(*bans(ada, tea), IsEmpty());
    EXPECT_TRUE(join(bob, tea).has_value());
}

TEST_F(RemovalsTest, who_is_no_member_is_banned_by_what_they_are_on_the_server) {
    const UserId gus = known(Role::guest, "Gus");
    EXPECT_TRUE(ban(ada, den, gus).has_value());
    EXPECT_EQ(error_of(ban(ada, den, id_of(mia))), ChatError::forbidden);
    EXPECT_THAT(*bans(ada, den), SizeIs(1));
    EXPECT_THAT(heard(ada), IsEmpty());
}

TEST_F(RemovalsTest, lifting_a_ban_that_is_none_is_answered_alike) {
    EXPECT_TRUE(lift_ban(ada, tea, id_of(bob)).has_value());
    EXPECT_TRUE(lift_ban(ada, tea, UserId("nobody")).has_value());
}

TEST_F(RemovalsTest, a_reason_is_cut_off_and_bans_have_an_end) {
    ASSERT_TRUE(ban(ada, tea, id_of(bob), std::nullopt, std::string(300, 'x')).has_value());
    EXPECT_EQ(bans(ada, tea)->front().reason, std::string(200, 'x'));
    for (std::size_t i = 1; i < kBansMax; ++i) {
        const UserId user = known(Role::guest, "guest " + std::to_string(i));
        ASSERT_TRUE(ban(ada, tea, user, std::nullopt, std::string(200, 'x')).has_value());
    }
    EXPECT_EQ(error_of(ban(ada, tea, known(Role::guest, "one more"))), ChatError::too_many_bans);
    EXPECT_TRUE(ban(ada, tea, id_of(bob)).has_value()) << "in place of their earlier one";

    const auto told = bans(ada, tea);
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->front().user, id_of(bob)) << "the newest";
    std::uint64_t bytes = 0;
    for (const Ban& each : *told)
        bytes += weight_of(each);
    EXPECT_LE(bytes, Limits().page_bytes_max) << "all of them would be too much for one answer";
    EXPECT_GT(bytes, Limits().page_bytes_max / 2);
}

TEST_F(RemovalsTest, what_is_in_the_store_before_a_kick_is_said_and_nothing_after) {
    store.hold(Call::append);
    Answer<Posted> posted;
    Answer<Posted> kicked;
    chat().post(bob.connection, {.room = tea, .text = "last words", .nonce = Nonce("n")},
                into(posted));
    executor.run();
    chat().kick(ada.connection, {.room = tea, .user = id_of(bob)}, into(kicked));
    executor.run();
    store.let_go(Call::append);
    executor.run();
    EXPECT_TRUE(take(posted).has_value());
    EXPECT_TRUE(take(kicked).has_value());
    EXPECT_THAT(heard(bob),
                ElementsAre("4 Bob: last words", "5 Bob left " + tea.value() + ", by Ada of 2",
                            "left Tea, head 4, by Ada"));
    EXPECT_EQ(error_of(post(bob, "x", "m", tea)), ChatError::not_a_member);
}

TEST_F(RemovalsTest, who_leaves_while_they_are_kicked_left) {
    room_store.hold(RoomCall::find_member);
    Answer<Posted> kicked;
    chat().kick(ada.connection, {.room = tea, .user = id_of(bob)}, into(kicked));
    executor.run();
    ASSERT_TRUE(leave(bob, tea).has_value());
    room_store.let_go(RoomCall::find_member);
    EXPECT_EQ(error_of(take(kicked)), ChatError::no_such_person);

    ASSERT_TRUE(add(ada, tea, id_of(bob)).has_value());
    store.hold(Call::append);
    Answer<Posted> again;
    Answer<void> left;
    chat().kick(ada.connection, {.room = tea, .user = id_of(bob)}, into(again));
    executor.run();
    chat().leave(bob.connection, tea, into(left));
    executor.run();
    forget();
    store.let_go(Call::append);
    EXPECT_TRUE(take(again).has_value());
    EXPECT_EQ(error_of(take(left)), ChatError::not_a_member);
    EXPECT_FALSE(audience.is_subscribed(bob.connection, tea));
    EXPECT_THAT(heard(bob), SizeIs(2));
}

TEST_F(RemovalsTest, who_may_no_longer_when_the_store_has_answered_removes_nobody) {
    ASSERT_TRUE(set_host(ada, tea, id_of(bob)).has_value());
    const Guest gus = enter_as(Role::guest, "Gus");
    ASSERT_TRUE(join(gus, tea).has_value());
    room_store.hold(RoomCall::find_member);
    Answer<Posted> kicked;
    Answer<void> banned;
    chat().kick(bob.connection, {.room = tea, .user = id_of(gus)}, into(kicked));
    chat().ban(bob.connection, {.room = tea, .user = id_of(gus)}, into(banned));
    executor.run();
    room_store.let_go(RoomCall::find_member);
    room_store.hold(RoomCall::bans);
    Answer<std::vector<Ban>> listed;
    chat().bans(bob.connection, tea, into(listed));
    EXPECT_TRUE(take(kicked).has_value()) << "so far they may";
    EXPECT_TRUE(take(banned).has_value());
    ASSERT_TRUE(lift_ban(ada, tea, id_of(gus)).has_value());
    ASSERT_TRUE(join(gus, tea).has_value());

    room_store.hold(RoomCall::find_member);
    Answer<Posted> late_kick;
    Answer<void> late_ban;
    chat().kick(bob.connection, {.room = tea, .user = id_of(gus)}, into(late_kick));
    chat().ban(bob.connection, {.room = tea, .user = id_of(gus)}, into(late_ban));
    executor.run();
    memory.append(
        {.room = tea,
         .kind = EventKind::host_removed,
         .actor = id_of(bob),
         .nickname = "Bob",
         .time = clock.wall(),
         .text = {},
         .nonce = {}},
        [this](const auto& done) { chat().on_bus_message(NodeId("other"), done->event); });
    executor.run();
    room_store.let_go(RoomCall::find_member);
    room_store.let_go(RoomCall::bans);
    EXPECT_EQ(error_of(take(late_kick)), ChatError::forbidden);
    EXPECT_EQ(error_of(take(late_ban)), ChatError::forbidden);
    EXPECT_EQ(error_of(take(listed)), ChatError::forbidden);
    EXPECT_TRUE(post(gus, "still here", "n", tea).has_value());
}

TEST_F(RemovalsTest, another_nodes_kick_ends_it_here_too) {
    memory.append(
        {.room = den,
         .kind = EventKind::member_left,
         .actor = id_of(bob),
         .nickname = "Bob",
         .time = clock.wall(),
         .text = {},
         .nonce = {},
         .by = Named{.user = id_of(ada), .nickname = "Ada"}},
        [this](const auto& done) { chat().on_bus_message(NodeId("other"), done->event); });
    executor.run();
    EXPECT_THAT(heard(bob), ElementsAre("3 Bob left " + den.value() + ", by Ada of 2",
                                        "left Den, head 3, by Ada"));
    EXPECT_EQ(error_of(post(bob, "x", "n", den)), ChatError::not_found);
}

TEST_F(RemovalsTest, who_was_kicked_and_all_others_are_gone_meanwhile) {
    store.hold(Call::append);
    Answer<Posted> kicked;
    chat().kick(ada.connection, {.room = den, .user = id_of(bob)}, into(kicked));
    executor.run();
    close(ada);
    close(bob);
    pass(limits_without_rates().leave_grace);
    store.let_go(Call::append);
    EXPECT_TRUE(take(kicked).has_value());
    EXPECT_THAT(come_back("Bob").welcome.rooms, SizeIs(2)) << "the lobby and Tea";
}

TEST_F(RemovalsTest, who_arrives_while_they_are_kicked_is_not_in_it) {
    close(bob);
    pass(limits_without_rates().leave_grace);
    store.hold(Call::find_user);
    std::optional<Connected> answer;
    chat().connect({.connection = new_connection(), .nickname = {}, .token = "Bob", .cursors = {}},
                   [&answer](Connected connected) { answer = std::move(connected); });
    executor.run();
    ASSERT_TRUE(kick(ada, den, id_of(bob)).has_value());
    store.let_go(Call::find_user);
    executor.run();
    ASSERT_TRUE(answer.has_value());
    ASSERT_FALSE(answer->has_value()) << "what the store said is past";
    EXPECT_EQ(answer->error().error, ConnectError::unavailable);
    EXPECT_THAT(come_back("Bob").welcome.rooms, SizeIs(2));
}

}  // namespace
}  // namespace chat
