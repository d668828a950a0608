#include "chat/mutes.h"

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
#include "chat/ids.h"
#include "chat/restraint_words.h"
#include "chat/restraints_world.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "chat/weight.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using MutesTest = RestraintsWorld;

TEST_F(MutesTest, who_is_muted_writes_nothing_and_may_do_the_rest) {
    ASSERT_TRUE(post(bob, "mine", "a", tea).has_value());
    const Seq mine = 4;
    forget();
    const auto muted = mute(ada, tea, id_of(bob), clock.wall() + 1h);
    ASSERT_TRUE(muted.has_value());
    EXPECT_EQ(muted->seq, 5U);
    EXPECT_THAT(heard(mia), ElementsAre("5 Bob is muted until " +
                                        words_of({.until = clock.wall() + 1h}) + ", by Ada"));

    const auto refused = post(bob, "x", "b", tea);
    EXPECT_EQ(error_of(refused), ChatError::muted);
    EXPECT_EQ(refused.error().until, clock.wall() + 1h);
    EXPECT_EQ(error_of(reply(bob, mine, "x", "c", tea)), ChatError::muted);
    EXPECT_EQ(error_of(edit(bob, mine, "y", tea)), ChatError::muted);
    EXPECT_EQ(error_of(react(bob, mine, "🎉", React::Set::on, tea)), ChatError::muted);
    EXPECT_EQ(error_of(typing(bob, tea)), ChatError::muted);

    EXPECT_TRUE(read(bob, 5, tea).has_value());
    EXPECT_TRUE(history(bob, {.room = tea}).has_value());
    EXPECT_TRUE(remove(bob, mine, tea).has_value()) << "what one said oneself";
    EXPECT_TRUE(post(bob, "elsewhere", "d", den).has_value()) << "it is of one room";
    EXPECT_TRUE(leave(bob, tea).has_value());
}

TEST_F(MutesTest, the_clock_ends_it_without_an_event) {
    ASSERT_TRUE(mute(ada, tea, id_of(bob), clock.wall() + 1h).has_value());
    forget();
    clock.advance(1h - 1ms);
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::muted);
    clock.advance(1ms);
    EXPECT_TRUE(post(bob, "x", "a", tea).has_value());
    EXPECT_THAT(heard(mia), ElementsAre("5 Bob: x"));
    EXPECT_THAT(*mutes(ada, tea), IsEmpty());
    EXPECT_EQ(unmute(ada, tea, id_of(bob))->seq, 5U) << "there is nothing to lift";
    EXPECT_EQ(come_back("Bob").room(tea).mute, std::nullopt);
}

TEST_F(MutesTest, is_lifted_by_those_above) {
    ASSERT_TRUE(mute(ada, tea, id_of(bob)).has_value());
    EXPECT_EQ(post(bob, "x", "a", tea).error().until, std::nullopt) << "for ever";
    ASSERT_TRUE(unmute(mia, tea, id_of(bob)).has_value());
    EXPECT_TRUE(post(bob, "x", "a", tea).has_value());
}

TEST_F(MutesTest, what_is_so_already_is_answered_alike_and_nobody_hears) {
    ASSERT_TRUE(mute(ada, tea, id_of(bob)).has_value());
    forget();
    EXPECT_EQ(mute(ada, tea, id_of(bob))->seq, 4U);
    ASSERT_TRUE(unmute(ada, tea, id_of(bob)).has_value());
    EXPECT_EQ(unmute(ada, tea, id_of(bob))->seq, 5U);
    EXPECT_THAT(heard(bob), SizeIs(1));
}

TEST_F(MutesTest, only_those_below_are_muted) {
    ASSERT_TRUE(set_host(ada, tea, id_of(bob)).has_value());
    const struct {
        const char* why;
        const Guest& by;
        UserId user;
    } cases[] = {
        {"a host, a host", ada, id_of(bob)},
        {"a host, a moderator", ada, id_of(mia)},
        {"oneself", ada, id_of(ada)},
        {"a moderator, oneself", mia, id_of(mia)},
    };
    for (const auto& [why, by, user] : cases) {
        SCOPED_TRACE(why);
        EXPECT_EQ(error_of(mute(by, tea, user)), ChatError::forbidden);
        EXPECT_EQ(error_of(unmute(by, tea, user)), ChatError::forbidden);
    }
    ASSERT_TRUE(mute(mia, tea, id_of(bob)).has_value());
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::muted) << "a host is, by those above";
    EXPECT_EQ(error_of(unmute(bob, tea, id_of(bob))), ChatError::forbidden);
    EXPECT_EQ(error_of(unmute(ada, tea, id_of(bob))), ChatError::forbidden);
}

TEST_F(MutesTest, who_may_not) {
    const Guest gus = enter_as(Role::guest, "Gus");
    EXPECT_EQ(error_of(mute(bob, tea, id_of(ada))), ChatError::forbidden);
    EXPECT_EQ(error_of(mutes(bob, tea)), ChatError::forbidden);
    EXPECT_EQ(error_of(mute(gus, tea, id_of(bob))), ChatError::not_a_member);
    EXPECT_EQ(error_of(mutes(gus, tea)), ChatError::not_a_member);
    EXPECT_EQ(error_of(mute(mia, den, id_of(bob))), ChatError::not_found) << "no leak";
    EXPECT_EQ(error_of(unmute(mia, den, id_of(bob))), ChatError::not_found);
    EXPECT_EQ(error_of(mutes(mia, den)), ChatError::not_found);
    EXPECT_EQ(error_of(mute(ada, RoomId("nowhere"), id_of(bob))), ChatError::not_found);
    EXPECT_EQ(error_of(mute(ada, tea, UserId("nobody"))), ChatError::no_such_person);
    EXPECT_EQ(error_of(unmute(ada, tea, UserId("nobody"))), ChatError::no_such_person);
    EXPECT_TRUE(mute(mia, kLobby, id_of(bob)).has_value()) << "in the lobby too";
}

TEST_F(MutesTest, outlives_leaving_and_coming_back) {
    ASSERT_TRUE(mute(ada, tea, id_of(bob)).has_value());
    ASSERT_TRUE(leave(bob, tea).has_value());
    const Guest tab = come_back("Bob");
    forget();
    (void)heard(tab);
    const auto joined = join(bob, tea);
    ASSERT_TRUE(joined.has_value());
    EXPECT_EQ(joined->mute, Mute{});
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::muted);
    EXPECT_EQ(error_of(post(tab, "x", "a", tea)), ChatError::muted);
    ASSERT_TRUE(unmute(ada, tea, id_of(bob)).has_value());
    EXPECT_TRUE(post(tab, "x", "a", tea).has_value());
    EXPECT_THAT(heard(tab),
                ElementsAre("joined Tea, head 5", "6 Bob joined " + tea.value() + " of 3",
                            "7 Bob is not muted, by Ada", "8 Bob: x"));
}

TEST_F(MutesTest, who_is_no_member_is_muted_and_comes_so) {
    const Guest gus = enter_as(Role::guest, "Gus");
    ASSERT_TRUE(mute(ada, tea, id_of(gus)).has_value());
    ASSERT_TRUE(mute(ada, den, id_of(gus)).has_value());
    ASSERT_TRUE(add(ada, den, id_of(gus)).has_value());
    ASSERT_TRUE(join(gus, tea).has_value());
    EXPECT_EQ(error_of(post(gus, "x", "a", tea)), ChatError::muted);
    EXPECT_EQ(error_of(post(gus, "x", "a", den)), ChatError::muted);
}

TEST_F(MutesTest, comes_with_the_welcome_also_after_a_restart) {
    ASSERT_TRUE(mute(ada, tea, id_of(bob), clock.wall() + 1h).has_value());
    EXPECT_EQ(come_back("Bob").room(tea).mute, (Mute{.until = clock.wall() + 1h}));
    make_chat(limits_without_rates());
    start();
    const Guest back = come_back("Bob");
    EXPECT_EQ(back.room(tea).mute, (Mute{.until = clock.wall() + 1h}));
    EXPECT_EQ(back.room(den).mute, std::nullopt);
    EXPECT_EQ(error_of(post(back, "x", "a", tea)), ChatError::muted);
}

TEST_F(MutesTest, who_is_made_a_host_stays_muted) {
    ASSERT_TRUE(mute(ada, tea, id_of(bob)).has_value());
    ASSERT_TRUE(set_host(ada, tea, id_of(bob)).has_value());
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::muted);
}

TEST_F(MutesTest, an_answer_that_was_lost_is_given_again) {
    store.lose_answers(Call::append, 1);
    EXPECT_EQ(error_of(post(bob, "before", "a", tea)), ChatError::unavailable);
    ASSERT_TRUE(mute(ada, tea, id_of(bob)).has_value());
    pass(1s);
    const auto again = post(bob, "before", "a", tea);
    ASSERT_TRUE(again.has_value()) << "it came before the mute";
    EXPECT_EQ(again->seq, 4U);
    EXPECT_EQ(error_of(post(bob, "after", "b", tea)), ChatError::muted);
    EXPECT_TRUE(post(bob, "elsewhere", "a", den).has_value()) << "a nonce is of a room";
}

TEST_F(MutesTest, another_nodes_mute_holds_here_too) {
    elsewhere(tea, EventKind::muted, id_of(bob), "Bob");
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::muted);
    elsewhere(tea, EventKind::unmuted, id_of(bob), "Bob");
    EXPECT_TRUE(post(bob, "x", "a", tea).has_value());
}

TEST_F(MutesTest, who_joins_on_another_node_is_asked_after_here) {
    ASSERT_TRUE(mute(ada, tea, id_of(bob)).has_value());
    ASSERT_TRUE(leave(bob, tea).has_value());
    forget();
    elsewhere(tea, EventKind::member_joined, id_of(bob), "Bob");
    EXPECT_THAT(heard(bob), testing::Contains("joined Tea, head 6"));
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::muted);
}

TEST_F(MutesTest, nobody_is_a_member_before_it_is_known_whether_they_may_write) {
    ASSERT_TRUE(mute(ada, tea, id_of(bob)).has_value());
    ASSERT_TRUE(leave(bob, tea).has_value());
    forget();
    room_records.hold(RecordCall::mutes);
    Answer<RoomView> joined;
    chat().join(bob.connection, tea, into(joined));
    executor.run();
    EXPECT_FALSE(joined.has_value());
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::not_a_member);
    EXPECT_THAT(heard(ada), IsEmpty());
    room_records.let_go(RecordCall::mutes);
    EXPECT_EQ(take(joined)->mute, Mute{});
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::muted);
    EXPECT_THAT(heard(ada), SizeIs(1));
}

TEST_F(MutesTest, a_store_that_did_not_say_whether_they_may_lets_nobody_in) {
    ASSERT_TRUE(leave(bob, tea).has_value());
    room_records.fail(RecordCall::mutes, 1);
    EXPECT_EQ(error_of(join(bob, tea)), ChatError::unavailable);
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::not_a_member);
    ASSERT_TRUE(join(bob, tea).has_value());
    EXPECT_TRUE(post(bob, "x", "a", tea).has_value());

    const Guest gus = enter_as(Role::guest, "Gus");
    room_records.fail(RecordCall::mutes, 1);
    EXPECT_EQ(error_of(add(ada, tea, id_of(gus))), ChatError::unavailable);
    EXPECT_EQ(error_of(post(gus, "x", "a", tea)), ChatError::not_a_member);
}

TEST_F(MutesTest, a_store_that_did_not_say_of_another_nodes_member_is_asked_again) {
    ASSERT_TRUE(leave(bob, tea).has_value());
    room_records.fail(RecordCall::mutes, 1);
    elsewhere(tea, EventKind::member_joined, id_of(bob), "Bob");
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::unavailable);
    EXPECT_TRUE(post(bob, "x", "a", tea).has_value());
}

TEST_F(MutesTest, who_is_muted_just_while_they_join_is_muted) {
    ASSERT_TRUE(leave(bob, tea).has_value());
    store.hold(Call::append);
    Answer<RoomView> joined;
    chat().join(bob.connection, tea, into(joined));
    executor.run();
    room_records.hold(RecordCall::mutes);
    store.let_go(Call::append);
    ASSERT_TRUE(take(joined).has_value());
    ASSERT_TRUE(mute(ada, tea, id_of(bob)).has_value());
    room_records.let_go(RecordCall::mutes);
    executor.run();
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::muted);
}

TEST_F(MutesTest, what_is_heard_while_the_store_is_asked_is_newer) {
    ASSERT_TRUE(leave(bob, tea).has_value());
    room_records.hold(RecordCall::mutes);
    elsewhere(tea, EventKind::member_joined, id_of(bob), "Bob");
    elsewhere(tea, EventKind::muted, id_of(bob), "Bob");
    room_records.let_go(RecordCall::mutes);
    executor.run();
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::muted);
}

TEST_F(MutesTest, who_is_gone_when_the_store_says_it_joins_nothing) {
    ASSERT_TRUE(leave(bob, tea).has_value());
    room_records.hold(RecordCall::mutes);
    Answer<RoomView> joined;
    chat().join(bob.connection, tea, into(joined));
    executor.run();
    close(bob);
    pass(limits_without_rates().leave_grace);
    room_records.let_go(RecordCall::mutes);
    EXPECT_EQ(error_of(take(joined)), ChatError::not_connected);
    EXPECT_EQ(error_of(post(come_back("Bob"), "x", "a", tea)), ChatError::not_a_member);
}

TEST_F(MutesTest, who_left_before_the_store_says_it_stays_away) {
    ASSERT_TRUE(leave(bob, tea).has_value());
    room_records.hold(RecordCall::mutes);
    elsewhere(tea, EventKind::member_joined, id_of(bob), "Bob");
    ASSERT_TRUE(leave(bob, tea).has_value());
    room_records.let_go(RecordCall::mutes);
    executor.run();
    EXPECT_FALSE(audience.is_subscribed(bob.connection, tea));
    EXPECT_EQ(error_of(post(bob, "x", "a", tea)), ChatError::not_a_member);
}

TEST_F(MutesTest, who_may_no_longer_when_the_store_has_answered_mutes_nobody) {
    ASSERT_TRUE(set_host(ada, tea, id_of(bob)).has_value());
    const Guest gus = enter_as(Role::guest, "Gus");
    ASSERT_TRUE(join(gus, tea).has_value());
    room_store.hold(RoomCall::find_member);
    room_records.hold(RecordCall::mutes);
    Answer<Posted> muted;
    Answer<std::vector<MuteEntry>> listed;
    chat().mute(bob.connection, {.room = tea, .user = id_of(gus)}, into(muted));
    chat().mutes(bob.connection, tea, into(listed));
    executor.run();
    elsewhere(tea, EventKind::host_removed, id_of(bob), "Bob");
    room_store.let_go(RoomCall::find_member);
    room_records.let_go(RecordCall::mutes);
    EXPECT_EQ(error_of(take(muted)), ChatError::forbidden);
    EXPECT_EQ(error_of(take(listed)), ChatError::forbidden);
    EXPECT_TRUE(post(gus, "still free", "n", tea).has_value());
}

TEST_F(MutesTest, whoever_is_gone_meanwhile_mutes_nobody) {
    room_store.hold(RoomCall::find_member);
    Answer<Posted> muted;
    chat().mute(ada.connection, {.room = tea, .user = id_of(bob)}, into(muted));
    executor.run();
    close(ada);
    pass(limits_without_rates().leave_grace);
    room_store.let_go(RoomCall::find_member);
    EXPECT_EQ(error_of(take(muted)), ChatError::not_connected);
    EXPECT_TRUE(post(bob, "free", "n", tea).has_value());
}

TEST_F(MutesTest, who_is_muted_while_away_and_arriving) {
    close(bob);
    pass(limits_without_rates().leave_grace);
    store.hold(Call::find_user);
    std::optional<Connected> answer;
    chat().connect({.connection = new_connection(), .nickname = {}, .token = "Bob", .cursors = {}},
                   [&answer](Connected connected) { answer = std::move(connected); });
    executor.run();
    ASSERT_TRUE(mute(ada, tea, id_of(bob)).has_value());
    store.let_go(Call::find_user);
    executor.run();
    ASSERT_TRUE(answer.has_value());
    ASSERT_FALSE(answer->has_value()) << "what the store said is past";
    EXPECT_EQ(come_back("Bob").room(tea).mute, Mute{});
}

TEST_F(MutesTest, a_store_that_is_away_changes_nothing) {
    store.fail(Call::append, 1);
    EXPECT_EQ(error_of(mute(ada, tea, id_of(bob))), ChatError::unavailable);
    room_store.fail(RoomCall::find_member, 1);
    EXPECT_EQ(error_of(mute(ada, tea, id_of(bob))), ChatError::unavailable);
    account_store.fail(AccountCall::find_people, 1);
    EXPECT_EQ(error_of(mute(ada, tea, UserId("nobody"))), ChatError::unavailable);
    room_records.fail(RecordCall::mutes, 1);
    EXPECT_EQ(error_of(mutes(ada, tea)), ChatError::unavailable);
    EXPECT_TRUE(post(bob, "free", "n", tea).has_value());

    store.lose_answers(Call::append, 1);
    EXPECT_EQ(error_of(mute(ada, tea, id_of(bob))), ChatError::unavailable);
    EXPECT_TRUE(mute(ada, tea, id_of(bob)).has_value()) << "asked again, it is so already";
}

TEST_F(MutesTest, an_archived_room_keeps_its_mutes) {
    ASSERT_TRUE(mute(ada, tea, id_of(bob)).has_value());
    ASSERT_TRUE(set_use(ada, tea, RoomUse::archived).has_value());
    EXPECT_EQ(error_of(unmute(ada, tea, id_of(bob))), ChatError::archived);
    EXPECT_EQ(error_of(mute(ada, tea, id_of(bob))), ChatError::archived);
    EXPECT_THAT(*mutes(ada, tea), SizeIs(1));
}

TEST_F(MutesTest, tells_the_newest_first_and_as_many_as_one_answer_holds) {
    for (std::size_t i = 0; i < kMutesMax; ++i) {
        const UserId user = known(Role::guest, "a guest with a long name " + std::to_string(i));
        ASSERT_TRUE(mute(ada, tea, user).has_value());
    }
    EXPECT_EQ(error_of(mute(ada, tea, id_of(bob))), ChatError::too_many_mutes);
    const auto told = mutes(ada, tea);
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->front().person.nickname,
              "a guest with a long name " + std::to_string(kMutesMax - 1));
    EXPECT_EQ(told->front().by.nickname, "Ada");
    std::uint64_t bytes = 0;
    for (const MuteEntry& each : *told)
        bytes += weight_of(each);
    EXPECT_LE(bytes, Limits().page_bytes_max);
}

}  // namespace
}  // namespace chat
