#include "chat/slow_mode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/restraint_words.h"
#include "chat/restraints_world.h"
#include "chat/room.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SlowModeTest : public RestraintsWorld {
protected:
    base::Milliseconds wait_of(const base::Result<Posted, Refusal>& answer) {
        EXPECT_EQ(error_of(answer), ChatError::slow_mode);
        return answer ? base::Milliseconds(0) : answer.error().retry_after;
    }
};

TEST_F(SlowModeTest, a_host_sets_it_and_everybody_there_hears) {
    const auto set = slow(ada, tea, 30);
    ASSERT_TRUE(set.has_value());
    EXPECT_EQ(set->seq, 4U);
    EXPECT_THAT(heard(bob), ElementsAre("4 Ada set slow mode 30"));
    EXPECT_EQ(join(bob, tea)->room.slow_mode_s, 30U);
    EXPECT_EQ(slow(ada, tea, 30)->seq, 4U) << "it is so already";
    ASSERT_TRUE(slow(mia, tea, 0).has_value());
    EXPECT_EQ(join(bob, tea)->room.slow_mode_s, 0U);
    EXPECT_THAT(heard(bob), ElementsAre("5 Mia set slow mode "));
}

TEST_F(SlowModeTest, people_wait_between_two_messages) {
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    ASSERT_TRUE(post(bob, "one", "a", tea).has_value());
    EXPECT_EQ(wait_of(post(bob, "two", "b", tea)), 30s);
    clock.advance(29s);
    EXPECT_EQ(wait_of(post(bob, "two", "b", tea)), 1s);
    EXPECT_TRUE(post(bob, "elsewhere", "b", den).has_value()) << "it is of one room";
    clock.advance(1s);
    EXPECT_TRUE(post(bob, "two", "b", tea).has_value());
    EXPECT_EQ(wait_of(post(bob, "three", "c", tea)), 30s);
}

TEST_F(SlowModeTest, is_of_each_person_and_the_same_in_all_their_tabs) {
    const Guest gus = enter_as(Role::guest, "Gus");
    ASSERT_TRUE(join(gus, tea).has_value());
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    const Guest tab = come_back("Bob");
    ASSERT_TRUE(post(bob, "one", "a", tea).has_value());
    EXPECT_EQ(wait_of(post(tab, "two", "b", tea)), 30s);
    EXPECT_TRUE(post(gus, "one", "a", tea).has_value());
}

TEST_F(SlowModeTest, hosts_and_those_above_do_not_wait) {
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    for (const Guest& each : {ada, mia}) {
        EXPECT_TRUE(post(each, "one", "a", tea).has_value());
        EXPECT_TRUE(post(each, "two", "b", tea).has_value());
    }
}

TEST_F(SlowModeTest, changes_of_messages_do_not_wait) {
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    const auto posted = post(bob, "one", "a", tea);
    ASSERT_TRUE(posted.has_value());
    EXPECT_TRUE(edit(bob, posted->seq, "won", tea).has_value());
    EXPECT_TRUE(react(bob, posted->seq, "🎉", React::Set::on, tea).has_value());
    EXPECT_TRUE(remove(bob, posted->seq, tea).has_value());
    EXPECT_TRUE(typing(bob, tea).has_value());
}

TEST_F(SlowModeTest, a_repeated_nonce_is_answered_as_the_first_time) {
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    store.lose_answers(Call::append, 1);
    EXPECT_EQ(error_of(post(bob, "one", "a", tea)), ChatError::unavailable);
    clock.advance(10s);
    const auto again = post(bob, "one", "a", tea);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->seq, 5U);
    EXPECT_EQ(wait_of(post(bob, "two", "b", tea)), 20s) << "since the first time";
    EXPECT_TRUE(post(bob, "one", "a", tea).has_value());
    EXPECT_EQ(wait_of(post(bob, "two", "b", tea)), 20s) << "nor does asking again begin it anew";
}

TEST_F(SlowModeTest, while_a_message_is_on_its_way_the_next_one_waits) {
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    store.hold(Call::append);
    Answer<Posted> first;
    chat().post(bob.connection, {.room = tea, .text = "one", .nonce = Nonce("a")}, into(first));
    executor.run();
    EXPECT_EQ(wait_of(post(bob, "two", "b", tea)), 30s);
    store.let_go(Call::append);
    EXPECT_TRUE(take(first).has_value());
    EXPECT_EQ(wait_of(post(bob, "two", "b", tea)), 30s);
}

TEST_F(SlowModeTest, what_the_store_did_not_keep_does_not_count) {
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    store.fail(Call::append, 1);
    EXPECT_EQ(error_of(post(bob, "one", "a", tea)), ChatError::unavailable);
    EXPECT_TRUE(post(bob, "two", "b", tea).has_value());
}

TEST_F(SlowModeTest, what_is_no_message_does_not_count) {
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    EXPECT_EQ(error_of(post(bob, " ", "a", tea)), ChatError::text_empty);
    EXPECT_EQ(error_of(reply(bob, 999, "one", "b", tea)), ChatError::no_such_message);
    EXPECT_TRUE(post(bob, "two", "c", tea).has_value());
}

TEST_F(SlowModeTest, follows_what_the_host_says_next) {
    ASSERT_TRUE(slow(ada, tea, 3600).has_value());
    ASSERT_TRUE(post(bob, "one", "a", tea).has_value());
    clock.advance(10s);
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    EXPECT_EQ(wait_of(post(bob, "two", "b", tea)), 20s);
    ASSERT_TRUE(slow(ada, tea, 0).has_value());
    EXPECT_TRUE(post(bob, "two", "b", tea).has_value());
    ASSERT_TRUE(set_host(ada, tea, id_of(bob)).has_value());
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    EXPECT_TRUE(post(bob, "three", "c", tea).has_value());
    EXPECT_TRUE(post(bob, "four", "d", tea).has_value()) << "a host by now";
}

TEST_F(SlowModeTest, who_comes_back_waits_on) {
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    ASSERT_TRUE(post(bob, "one", "a", tea).has_value());
    close(bob);
    pass(limits_without_rates().leave_grace);
    const Guest back = come_back("Bob");
    EXPECT_EQ(wait_of(post(back, "two", "b", tea)), 25s);
    ASSERT_TRUE(leave(back, tea).has_value());
    ASSERT_TRUE(join(back, tea).has_value());
    EXPECT_EQ(wait_of(post(back, "two", "b", tea)), 25s);
}

TEST_F(SlowModeTest, is_the_rooms_after_a_restart) {
    ASSERT_TRUE(slow(ada, tea, 30).has_value());
    make_chat(limits_without_rates());
    start();
    const Guest back = come_back("Bob");
    EXPECT_EQ(back.room(tea).room.slow_mode_s, 30U);
    ASSERT_TRUE(post(back, "one", "a", tea).has_value());
    EXPECT_EQ(wait_of(post(back, "two", "b", tea)), 30s);
}

TEST_F(SlowModeTest, another_nodes_word_holds_here_too) {
    elsewhere(tea, EventKind::slow_mode_set, id_of(ada), "Ada", words_of_slow_mode(30));
    ASSERT_TRUE(post(bob, "one", "a", tea).has_value());
    EXPECT_EQ(wait_of(post(bob, "two", "b", tea)), 30s);
}

TEST_F(SlowModeTest, who_may_not) {
    EXPECT_EQ(error_of(slow(bob, tea, 30)), ChatError::forbidden);
    EXPECT_EQ(error_of(slow(mia, den, 30)), ChatError::not_found) << "no leak";
    EXPECT_EQ(error_of(slow(ada, RoomId("nowhere"), 30)), ChatError::not_found);
    const Guest gus = enter_as(Role::guest, "Gus");
    EXPECT_EQ(error_of(slow(gus, tea, 30)), ChatError::not_a_member);
    ASSERT_TRUE(set_use(ada, tea, RoomUse::archived).has_value());
    EXPECT_EQ(error_of(slow(ada, tea, 30)), ChatError::archived);
    forget();
    store.fail(Call::append, 1);
    EXPECT_EQ(error_of(slow(ada, den, 30)), ChatError::unavailable);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_TRUE(slow(ada, den, kSlowModeSecondsMax).has_value());
}

}  // namespace
}  // namespace chat
