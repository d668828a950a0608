#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "support/seqs_of.h"

namespace chat {
namespace {

using support::seqs_of;
using testing::ElementsAre;
using testing::IsEmpty;

class PostTest : public ChatWorld {
protected:
    Guest ada;
    Guest bob;

    void SetUp() override {
        ChatWorld::SetUp();
        ada = enter("Ada");
        bob = enter("Bob");
        heard(ada);
        heard(bob);
    }
};

}  // namespace

TEST_F(PostTest, everyone_hears_a_message_its_author_included) {
    const auto posted = post(ada, " hello ");
    ASSERT_TRUE(posted.has_value());
    EXPECT_EQ(posted->room, kLobby);
    EXPECT_EQ(posted->seq, 1U);
    EXPECT_EQ(posted->time, clock.wall());
    EXPECT_THAT(heard(ada), ElementsAre("1 Ada: hello"));
    EXPECT_THAT(heard(bob), ElementsAre("1 Ada: hello"));
}

TEST_F(PostTest, nobody_hears_what_is_not_committed) {
    store.hold(Call::append);
    Answer<Posted> answer;
    chat().post(ada.connection, {.room = kLobby, .text = "hello", .nonce = {}}, into(answer));
    executor.run();
    EXPECT_FALSE(answer.has_value());
    EXPECT_THAT(heard(bob), IsEmpty());
    store.let_go(Call::append);
    EXPECT_TRUE(take(answer).has_value());
    EXPECT_THAT(heard(bob), ElementsAre("1 Ada: hello"));
}

TEST_F(PostTest, the_author_is_answered_before_anyone_hears_it) {
    std::vector<std::string> heard_at_answer;
    chat().post(ada.connection, {.room = kLobby, .text = "hello", .nonce = {}},
                [&](const auto&) { heard_at_answer = heard(bob); });
    executor.run();
    EXPECT_THAT(heard_at_answer, IsEmpty());
    EXPECT_THAT(heard(bob), ElementsAre("1 Ada: hello"));
}

TEST_F(PostTest, a_repeated_nonce_gets_the_first_answer_and_is_not_shown_again) {
    const auto first = post(ada, "hello", "n1");
    clock.advance(1s);
    const auto again = post(ada, "hello", "n1");
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->seq, first->seq);
    EXPECT_EQ(again->time, first->time);
    EXPECT_THAT(heard(bob), ElementsAre("1 Ada: hello"));
    EXPECT_EQ(metrics.counter("chat_messages_posted_total", "").value(), 1U);
}

TEST_F(PostTest, a_retry_shows_what_was_committed_though_the_answer_was_lost) {
    store.lose_answers(Call::append, 1);
    EXPECT_EQ(post(ada, "hello", "n1").error().error, ChatError::unavailable);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(post(ada, "hello", "n1")->seq, 1U);
    pass(1s);
    EXPECT_THAT(heard(bob), ElementsAre("1 Ada: hello"));
}

TEST_F(PostTest, what_was_committed_unheard_is_shown_though_nobody_asks_again) {
    store.lose_answers(Call::append, 1);
    store.fail(Call::page, 2);  // it is still away
    EXPECT_EQ(post(ada, "hello", "n1").error().error, ChatError::unavailable);
    pass(3s);
    EXPECT_THAT(heard(bob), ElementsAre("1 Ada: hello"));
    const int looked = store.calls(Call::page);
    pass(10s);
    EXPECT_EQ(store.calls(Call::page), looked) << "nothing is in doubt any more";
}

TEST_F(PostTest, messages_without_a_nonce_are_all_different) {
    EXPECT_EQ(post(ada, "hello")->seq, 1U);
    EXPECT_EQ(post(ada, "hello")->seq, 2U);
}

TEST_F(PostTest, refuses_texts_that_are_empty_or_too_long) {
    for (const char* text : {"", "  \n\t ", "\u200B", "\x01\x02"})
        EXPECT_EQ(post(ada, text).error().error, ChatError::text_empty) << text;
    std::string longest;
    for (int i = 0; i < 4000; ++i)
        longest += "\U0001F680";
    EXPECT_TRUE(post(ada, "  " + longest + "  ").has_value());
    EXPECT_EQ(post(ada, longest + "!").error().error, ChatError::text_too_long);
    EXPECT_EQ(post(ada, std::string(4001, 'x')).error().error, ChatError::text_too_long);
    EXPECT_EQ(post(ada, std::string(10'000'000, ' ')).error().error, ChatError::text_too_long);
}

TEST_F(PostTest, refuses_rooms_where_one_is_no_member) {
    EXPECT_EQ(post(ada, "hello", "", RoomId("nowhere")).error().error, ChatError::not_found);
    const RoomId tea = created(bob, "Tea");
    EXPECT_EQ(post(ada, "hello", "", tea).error().error, ChatError::not_a_member);
    ASSERT_TRUE(join(ada, tea));
    EXPECT_TRUE(post(ada, "hello", "", tea).has_value());
    ASSERT_TRUE(leave(ada, tea));
    EXPECT_EQ(post(ada, "hello", "", tea).error().error, ChatError::not_a_member);
}

TEST_F(PostTest, an_unknown_connection_is_told_so) {
    const Guest nobody{.connection = ConnectionId(999), .welcome = {}};
    EXPECT_EQ(post(nobody, "hello").error().error, ChatError::not_connected);
    EXPECT_EQ(history(nobody, {.room = kLobby}).error().error, ChatError::not_connected);
    EXPECT_EQ(typing(nobody).error().error, ChatError::not_connected);
    EXPECT_EQ(read(nobody, 1).error().error, ChatError::not_connected);
    EXPECT_EQ(join(nobody, kLobby).error().error, ChatError::not_connected);
    EXPECT_EQ(leave(nobody, kLobby).error().error, ChatError::not_connected);
    EXPECT_EQ(create(nobody, "Tea").error().error, ChatError::not_connected);
    EXPECT_EQ(rooms(nobody).error().error, ChatError::not_connected);
    EXPECT_EQ(members(nobody).error().error, ChatError::not_connected);
    chat().disconnect(nobody.connection);
}

TEST_F(PostTest, says_unavailable_with_a_time_when_the_store_is_away) {
    store.fail(Call::append, 1);
    const auto posted = post(ada, "hello", "n1");
    EXPECT_EQ(posted.error().error, ChatError::unavailable);
    EXPECT_EQ(posted.error().retry_after, 1000ms);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(post(ada, "hello", "n1")->seq, 1U) << "nothing was kept, no gap";
}

TEST_F(PostTest, an_author_who_has_gone_before_the_commit_is_still_heard) {
    store.hold(Call::append);
    Answer<Posted> answer;
    chat().post(ada.connection, {.room = kLobby, .text = "goodbye", .nonce = {}}, into(answer));
    executor.run();
    close(ada);
    pass(1min);
    heard(bob);
    store.let_go(Call::append);
    EXPECT_TRUE(take(answer).has_value());
    EXPECT_THAT(heard(bob), ElementsAre("1 Ada: goodbye"));
}

TEST_F(PostTest, a_message_committed_while_nobody_is_here_is_there_for_who_comes) {
    store.hold(Call::append);
    Answer<Posted> answer;
    chat().post(ada.connection, {.room = kLobby, .text = "goodbye", .nonce = {}}, into(answer));
    executor.run();
    close(ada);
    close(bob);
    pass(1min);
    EXPECT_EQ(chat().present(), 0U);
    store.let_go(Call::append);
    executor.run();
    const Guest again = come_back(bob.token(), {{kLobby, 0}});
    EXPECT_EQ(again.room().room.head, 1U);
    EXPECT_EQ(again.room().unread, 1U);
    EXPECT_THAT(heard(again), ElementsAre("catchup lobby to 1: 1"));
}

TEST_F(PostTest, no_more_posts_wait_for_the_store_than_allowed) {
    Limits limits = limits_without_rates();
    limits.appends_waiting_max = 2;
    make_chat(limits);
    start();
    ada = enter("Ada");
    store.hold(Call::append);
    std::vector<Answer<Posted>> answers(3);
    for (auto& answer : answers)
        chat().post(ada.connection, {.room = kLobby, .text = "x", .nonce = {}}, into(answer));
    executor.run();
    ASSERT_TRUE(answers[2].has_value());
    EXPECT_EQ(answers[2]->error().error, ChatError::unavailable);
    store.let_go(Call::append);
    EXPECT_TRUE(take(answers[0]).has_value());
    EXPECT_TRUE(take(answers[1]).has_value());
    EXPECT_TRUE(post(ada, "room again").has_value());
}

TEST_F(PostTest, a_flood_is_slowed_down_and_told_how_long) {
    make_chat(Limits());
    start();
    ada = enter("Ada");
    bob = enter("Bob");
    for (int i = 0; i < 30; ++i)
        ASSERT_TRUE(post(ada, "x").has_value());
    const auto refused = post(ada, "x");
    EXPECT_EQ(refused.error().error, ChatError::rate_limited);
    EXPECT_GT(refused.error().retry_after, 0ms);
    EXPECT_TRUE(post(bob, "x").has_value()) << "only who floods";
    clock.advance(refused.error().retry_after);
    EXPECT_TRUE(post(ada, "x").has_value());
}

TEST_F(PostTest, history_comes_in_pages_from_memory_and_from_the_store) {
    Limits limits = limits_without_rates();
    limits.recent_events_max = 10;
    make_chat(limits);
    start();
    ada = enter("Ada");
    for (int i = 1; i <= 30; ++i)
        ASSERT_TRUE(post(ada, std::to_string(i)));
    using From = PageRequest::From;
    struct {
        PageRequest request;
        std::vector<Seq> expected;
    } const cases[] = {
        {{.room = kLobby, .from = From::newest, .seq = 0, .limit = 5}, seqs(26, 30)},
        {{.room = kLobby, .from = From::newest, .seq = 0, .limit = 20}, seqs(11, 30)},
        {{.room = kLobby, .from = From::before, .seq = 26, .limit = 5}, seqs(21, 25)},
        {{.room = kLobby, .from = From::before, .seq = 25, .limit = 10}, seqs(15, 24)},
        {{.room = kLobby, .from = From::after, .seq = 3, .limit = 4}, seqs(4, 7)},
        {{.room = kLobby, .from = From::around, .seq = 15, .limit = 4}, seqs(13, 16)},
        {{.room = kLobby, .from = From::newest, .seq = 0, .limit = 0}, seqs(30, 30)},
        {{.room = kLobby, .from = From::newest, .seq = 0, .limit = 100'000}, seqs(1, 30)},
    };
    for (const auto& [request, expected] : cases) {
        const auto page = history(ada, request);
        ASSERT_TRUE(page.has_value());
        EXPECT_EQ(seqs_of(page->events), expected);
    }
    store.fail(Call::page, 1);
    EXPECT_TRUE(history(ada, {.room = kLobby, .limit = 5}).has_value()) << "memory needs no store";
    EXPECT_EQ(history(ada, {.room = kLobby, .limit = 50}).error().error, ChatError::unavailable);
    EXPECT_EQ(history(ada, {.room = RoomId("nowhere")}).error().error, ChatError::not_found);
}

TEST_F(PostTest, typing_reaches_the_others_at_most_every_two_seconds) {
    EXPECT_TRUE(typing(ada));
    EXPECT_TRUE(typing(ada));
    EXPECT_THAT(heard(bob), ElementsAre("Ada types in lobby"));
    EXPECT_THAT(heard(ada), IsEmpty());
    pass(1999ms);
    EXPECT_TRUE(typing(ada));
    EXPECT_THAT(heard(bob), IsEmpty());
    pass(1ms);
    EXPECT_TRUE(typing(ada));
    EXPECT_THAT(heard(bob), ElementsAre("Ada types in lobby"));
    EXPECT_EQ(typing(ada, RoomId("nowhere")).error().error, ChatError::not_found);
}

TEST_F(PostTest, who_types_again_after_a_message_is_told_again_at_once) {
    EXPECT_TRUE(typing(ada));
    EXPECT_TRUE(post(ada, "sent"));
    heard(bob);
    EXPECT_TRUE(typing(ada));
    EXPECT_THAT(heard(bob), ElementsAre("Ada types in lobby"));
}

TEST_F(PostTest, a_read_marker_moves_forward_and_the_persons_other_tabs_follow) {
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(post(bob, "x"));
    const Guest second_tab = come_back(ada.token());
    EXPECT_EQ(second_tab.room().unread, 5U);
    heard(ada);
    heard(bob);

    auto view = read(ada, 3);
    ASSERT_TRUE(view.has_value());
    EXPECT_EQ(view->read, 3U);
    EXPECT_EQ(view->unread, 2U);
    EXPECT_THAT(heard(second_tab), ElementsAre("read lobby to 3, 2 unread"));
    EXPECT_THAT(heard(ada), IsEmpty());
    EXPECT_THAT(heard(bob), IsEmpty());

    EXPECT_EQ(read(ada, 2)->read, 3U) << "never back";
    EXPECT_EQ(read(ada, 1000)->read, 5U) << "at most the head";
    EXPECT_THAT(heard(second_tab), ElementsAre("read lobby to 5, 0 unread"));
    EXPECT_EQ(read(ada, 1, RoomId("nowhere")).error().error, ChatError::not_found);
    store.fail(Call::set_read, 1);
    EXPECT_EQ(read(bob, 999).error().error, ChatError::unavailable);
}

TEST_F(PostTest, an_own_message_is_read) {
    ASSERT_TRUE(post(bob, "x"));
    ASSERT_TRUE(post(ada, "y"));
    const Guest second_tab = come_back(ada.token());
    EXPECT_EQ(second_tab.room().read, 2U);
    EXPECT_EQ(second_tab.room().unread, 0U);
    EXPECT_EQ(come_back(bob.token()).room().unread, 1U);
}

}  // namespace chat
