#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/changes_world.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ChangesTest : public ChangesWorld {};

}  // namespace

TEST_F(ChangesTest, everyone_hears_an_edit_and_later_comers_read_the_new_text) {
    ASSERT_TRUE(post(ada, "helo"));
    clock.advance(1s);
    forget();
    const auto edited = edit(ada, 1, " hello ");
    ASSERT_TRUE(edited.has_value());
    EXPECT_EQ(edited->room, kLobby);
    EXPECT_EQ(edited->seq, 2U) << "a place of its own in the log";
    EXPECT_EQ(edited->time, clock.wall());
    EXPECT_THAT(heard(ada), ElementsAre("2 Ada edited 1: hello"));
    EXPECT_THAT(heard(bob), ElementsAre("2 Ada edited 1: hello"));
    const Event message = shown(1);
    EXPECT_EQ(message.text, "hello");
    ASSERT_TRUE(message.standing);
    EXPECT_EQ(message.standing->version, 2U);
    EXPECT_EQ(message.standing->edited, edited->time);
    EXPECT_EQ(metrics.counter("chat_changes_committed_total", "").value(), 1U);
    EXPECT_EQ(metrics.counter("chat_messages_posted_total", "").value(), 1U);
}

TEST_F(ChangesTest, a_change_is_answered_before_anyone_hears_it_and_not_before_it_is_committed) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    store.hold(Call::append);
    std::optional<std::vector<std::string>> heard_at_answer;
    chat().remove(ada.connection, {.room = kLobby, .target = 1},
                  [&](const auto&) { heard_at_answer = heard(bob); });
    executor.run();
    EXPECT_FALSE(heard_at_answer.has_value());
    store.let_go(Call::append);
    executor.run();
    ASSERT_TRUE(heard_at_answer.has_value());
    EXPECT_THAT(*heard_at_answer, IsEmpty());
    EXPECT_THAT(heard(bob), ElementsAre("2 Ada deleted 1"));
}

TEST_F(ChangesTest, changes_are_no_unread_messages) {
    ASSERT_TRUE(post(ada, "hello"));
    ASSERT_TRUE(edit(ada, 1, "hallo"));
    ASSERT_TRUE(react(bob, 1, "👍"));
    ASSERT_TRUE(post(ada, "again"));
    const Guest tab = come_back(bob.token());
    EXPECT_EQ(tab.room().room.head, 4U);
    EXPECT_EQ(tab.room().unread, 2U);
    EXPECT_EQ(read(bob, 3)->unread, 1U);
}

TEST_F(ChangesTest, only_the_author_edits) {
    ASSERT_TRUE(post(ada, "hello"));
    const Guest moderator = enter_as(Role::moderator, "Mia");
    const Guest owner = enter_as(Role::owner, "Olga");
    forget();
    for (const Guest& other : {bob, moderator, owner})
        EXPECT_EQ(edit(other, 1, "goodbye").error().error, ChatError::forbidden);
    EXPECT_THAT(heard(ada), IsEmpty()) << "and nobody hears of the attempt";
    EXPECT_EQ(shown(1).text, "hello");
    EXPECT_EQ(page(ada).size(), 1U);
    EXPECT_EQ(refused("reason=\"target\""), 3U);
}

TEST_F(ChangesTest, the_author_and_moderators_delete) {
    struct {
        const char* why;
        Guest who;
        bool may;
    } const cases[] = {
        {"the author", ada, true},
        {"somebody else", bob, false},
        {"a member", enter_as(Role::member, "Max"), false},
        {"a moderator", enter_as(Role::moderator, "Mia"), true},
        {"an admin", enter_as(Role::admin, "Anna"), true},
        {"the owner", enter_as(Role::owner, "Olga"), true},
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(each.why);
        const Seq seq = post(ada, "hello")->seq;
        forget();
        const auto deleted = remove(each.who, seq);
        ASSERT_EQ(deleted.has_value(), each.may);
        if (each.may) {
            EXPECT_EQ(shown(seq).text, "");
            EXPECT_EQ(shown(seq).standing->fate, Standing::Fate::deleted);
        } else {
            EXPECT_EQ(deleted.error().error, ChatError::forbidden);
            EXPECT_EQ(shown(seq).text, "hello");
            EXPECT_THAT(heard(ada), IsEmpty());
        }
    }
}

TEST_F(ChangesTest, a_deleted_message_can_be_deleted_again_but_nothing_else) {
    ASSERT_TRUE(post(ada, "hello"));
    const auto first = remove(ada, 1);
    forget();
    const auto again = remove(ada, 1);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->seq, first->seq);
    EXPECT_EQ(again->time, first->time);
    EXPECT_EQ(edit(ada, 1, "x").error().error, ChatError::no_such_message);
    EXPECT_EQ(react(ada, 1, "👍").error().error, ChatError::no_such_message);
    EXPECT_EQ(react(ada, 1, "👍", React::Set::off).error().error, ChatError::no_such_message);
    EXPECT_EQ(reply(ada, 1, "x").error().error, ChatError::no_such_message);
    EXPECT_THAT(heard(bob), IsEmpty());
}

TEST_F(ChangesTest, only_messages_of_this_room_can_be_changed_or_answered) {
    const RoomId tea = created(ada, "Tea");  // seq 1 of Tea: Ada joined
    ASSERT_TRUE(post(ada, "hello", "", tea));
    ASSERT_TRUE(post(ada, "hello"));
    ASSERT_TRUE(react(ada, 1, "👍"));
    forget();
    struct {
        const char* why;
        RoomId room;
        Seq target;
    } const cases[] = {
        {"nothing", kLobby, 0},
        {"not there yet", kLobby, 3},
        {"far away", kLobby, 9'007'199'254'740'991},
        {"a message of another room", kLobby, 7},
        {"somebody's coming", tea, 1},
        {"a reaction", kLobby, 2},
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(each.why);
        EXPECT_EQ(edit(ada, each.target, "x", each.room).error().error, ChatError::no_such_message);
        EXPECT_EQ(remove(ada, each.target, each.room).error().error, ChatError::no_such_message);
        EXPECT_EQ(react(ada, each.target, "👍", React::Set::on, each.room).error().error,
                  ChatError::no_such_message);
        if (each.target == 0) continue;  // that answers nothing
        EXPECT_EQ(reply(ada, each.target, "x", "", each.room).error().error,
                  ChatError::no_such_message);
    }
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(page(ada).size(), 2U);
}

TEST_F(ChangesTest, refuses_rooms_where_one_is_no_member_and_tells_nothing_of_closed_ones) {
    const RoomId tea = created(bob, "Tea");
    ASSERT_TRUE(post(bob, "hello", "", tea));
    const std::pair<RoomId, ChatError> cases[] = {
        {tea, ChatError::not_a_member},
        {kCellar, ChatError::not_found},
        {RoomId("nowhere"), ChatError::not_found},
    };
    for (const auto& [room, error] : cases) {
        for (const Seq target : {1U, 2U, 1000U}) {
            EXPECT_EQ(edit(ada, target, "x", room).error().error, error);
            EXPECT_EQ(edit(ada, target, "", room).error().error, error);
            EXPECT_EQ(remove(ada, target, room).error().error, error);
            EXPECT_EQ(react(ada, target, "👍", React::Set::on, room).error().error, error);
            EXPECT_EQ(react(ada, target, "no emoji", React::Set::on, room).error().error, error);
            EXPECT_EQ(reply(ada, target, "x", "", room).error().error, error);
        }
    }
    EXPECT_EQ(history(bob, {.room = tea})->events.size(), 2U);
}

TEST_F(ChangesTest, an_unknown_connection_is_told_so) {
    const Guest nobody{.connection = ConnectionId(999), .welcome = {}};
    EXPECT_EQ(edit(nobody, 1, "x").error().error, ChatError::not_connected);
    EXPECT_EQ(remove(nobody, 1).error().error, ChatError::not_connected);
    EXPECT_EQ(react(nobody, 1, "👍").error().error, ChatError::not_connected);
}

TEST_F(ChangesTest, an_edited_text_is_held_to_the_rules_of_any_text) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    for (const char* text : {"", "  \n\t ", "\u200B", "\x01\x02"})
        EXPECT_EQ(edit(ada, 1, text).error().error, ChatError::text_empty) << text;
    EXPECT_EQ(edit(ada, 1, std::string(4001, 'x')).error().error, ChatError::text_too_long);
    EXPECT_EQ(edit(ada, 1, std::string(10'000'000, ' ')).error().error, ChatError::text_too_long);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_TRUE(edit(ada, 1, std::string(4000, 'x')).has_value());
}

TEST_F(ChangesTest, the_same_text_again_is_acknowledged_and_changes_nothing) {
    ASSERT_TRUE(post(ada, "hello"));
    EXPECT_EQ(edit(ada, 1, "hello")->seq, 1U) << "the message itself, which nothing changed";
    const auto edited = edit(ada, 1, "hallo");
    forget();
    clock.advance(1s);
    const auto again = edit(ada, 1, " hallo\n");
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->seq, edited->seq);
    EXPECT_EQ(again->time, edited->time);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(page(ada).size(), 2U);
}

TEST_F(ChangesTest, a_retry_shows_what_was_committed_though_the_answer_was_lost) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    store.lose_answers(Call::append, 1);
    EXPECT_EQ(edit(ada, 1, "hallo").error().error, ChatError::unavailable);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(edit(ada, 1, "hallo")->seq, 2U);
    pass(1s);
    EXPECT_THAT(heard(bob), ElementsAre("2 Ada edited 1: hallo"));
    EXPECT_EQ(shown(1).text, "hallo");
}

TEST_F(ChangesTest, changes_wait_for_the_store_among_the_posts) {
    Limits limits = limits_without_rates();
    limits.appends_waiting_max = 1;
    make_chat(limits);
    start();
    ada = enter("Ada");
    ASSERT_TRUE(post(ada, "hello"));
    store.hold(Call::append);
    Answer<Posted> waiting;
    chat().remove(ada.connection, {.room = kLobby, .target = 1}, into(waiting));
    executor.run();
    EXPECT_EQ(post(ada, "x").error().error, ChatError::unavailable);
    EXPECT_EQ(react(ada, 1, "👍").error().error, ChatError::unavailable);
    store.let_go(Call::append);
    EXPECT_TRUE(take(waiting).has_value());
    EXPECT_TRUE(post(ada, "x").has_value());
}

TEST_F(ChangesTest, says_unavailable_with_a_time_when_the_store_is_away) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    store.fail(Call::append, 1);
    const auto refused = react(bob, 1, "👍");
    EXPECT_EQ(refused.error().error, ChatError::unavailable);
    EXPECT_EQ(refused.error().retry_after, 1000ms);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(react(bob, 1, "👍")->seq, 2U) << "nothing was kept, no gap";
}

TEST_F(ChangesTest, a_flood_of_changes_is_slowed_down_and_leaves_talking_alone) {
    make_chat(Limits());
    start();
    ada = enter("Ada");
    ASSERT_TRUE(post(ada, "hello"));
    for (int i = 0; i < 30; ++i)
        ASSERT_TRUE(react(ada, 1, "👍", i % 2 == 0 ? React::Set::on : React::Set::off));
    const auto refused = edit(ada, 1, "x");
    EXPECT_EQ(refused.error().error, ChatError::rate_limited);
    EXPECT_GT(refused.error().retry_after, 0ms);
    EXPECT_TRUE(post(ada, "still talking").has_value());
    clock.advance(refused.error().retry_after);
    EXPECT_TRUE(edit(ada, 1, "x").has_value());
}

TEST_F(ChangesTest, the_ones_who_have_gone_before_the_commit_are_still_heard) {
    ASSERT_TRUE(post(ada, "hello"));
    store.hold(Call::append);
    Answer<Posted> answer;
    chat().remove(ada.connection, {.room = kLobby, .target = 1}, into(answer));
    executor.run();
    close(ada);
    pass(1min);
    heard(bob);
    store.let_go(Call::append);
    EXPECT_TRUE(take(answer).has_value());
    EXPECT_THAT(heard(bob), ElementsAre("2 Ada deleted 1"));
}

}  // namespace chat
