#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/ids.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Limits little_memory() {
    Limits limits;
    limits.rate_limits = Limits::RateLimits::off;
    limits.recent_events_max = 4;
    limits.catchup_events_max = 20;
    return limits;
}

/// Memory holds the last 4 events; over 20 missed ones are a reset.
class CatchupTest : public ChatWorld {
protected:
    CatchupTest() : ChatWorld(little_memory()) {}

    Guest ada;
    Guest bob;

    void SetUp() override {
        ChatWorld::SetUp();
        ada = enter("Ada");
        bob = enter("Bob");
    }
    void post_many(int count) {
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(post(ada, "x"));
    }
    std::uint64_t catchups(const std::string& form) {
        return metrics.counter("chat_catchups_total", "", "form=\"" + form + "\"").value();
    }
};

}  // namespace

TEST_F(CatchupTest, who_missed_nothing_is_live_at_once) {
    post_many(3);
    const Guest again = come_back(bob.token(), {{kLobby, 3}});
    EXPECT_TRUE(audience.is_subscribed(again.connection, kLobby));
    EXPECT_THAT(heard(again), IsEmpty());
}

TEST_F(CatchupTest, few_missed_events_come_from_memory) {
    post_many(6);
    const int pages = store.calls(Call::page);
    const Guest again = come_back(bob.token(), {{kLobby, 2}});
    EXPECT_EQ(again.room().room.head, 6U);
    EXPECT_THAT(heard(again), ElementsAre("catchup lobby to 6: 3 4 5 6"));
    ASSERT_TRUE(post(ada, "live"));
    EXPECT_THAT(heard(again), ElementsAre("7 Ada: live"));
    EXPECT_EQ(store.calls(Call::page), pages);
    EXPECT_EQ(catchups("memory"), 1U);
}

TEST_F(CatchupTest, more_come_from_the_store) {
    post_many(20);
    const Guest again = come_back(bob.token(), {{kLobby, 0}});
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(1, 20));
    EXPECT_EQ(catchups("store"), 1U);
    ASSERT_TRUE(post(ada, "live"));
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(1, 21));
}

TEST_F(CatchupTest, too_many_are_a_reset_with_the_newest) {
    post_many(150);
    const Guest again = come_back(bob.token(), {{kLobby, 100}});
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(51, 150));
    EXPECT_THAT(heard(again).front(), testing::StartsWith("reset lobby to 150: 51 52"));
    EXPECT_EQ(catchups("reset"), 1U);
    ASSERT_TRUE(post(ada, "live"));
    EXPECT_EQ(audience.log(again.connection, kLobby).back(), 151U);
}

TEST_F(CatchupTest, a_cursor_of_another_log_is_a_reset) {
    post_many(2);
    const Guest again = come_back(bob.token(), {{kLobby, 1000}});
    EXPECT_THAT(heard(again), ElementsAre("reset lobby to 2: 1 2"));
    ASSERT_TRUE(post(ada, "live"));
    EXPECT_THAT(heard(again), ElementsAre("3 Ada: live"));
}

TEST_F(CatchupTest, a_cursor_into_an_empty_log_is_a_reset_to_nothing) {
    const Guest again = come_back(bob.token(), {{kLobby, 7}});
    EXPECT_THAT(heard(again), ElementsAre("reset lobby to 0:"));
    ASSERT_TRUE(post(ada, "live"));
    EXPECT_THAT(heard(again), ElementsAre("1 Ada: live"));
}

TEST_F(CatchupTest, cursors_of_rooms_that_are_not_ones_own_mean_nothing) {
    const RoomId tea = created(ada, "Tea");
    const Guest again = come_back(bob.token(), {{tea, 0}, {RoomId("nowhere"), 3}, {kLobby, 0}});
    EXPECT_THAT(heard(again), IsEmpty());
    EXPECT_FALSE(audience.is_subscribed(again.connection, tea));
    EXPECT_TRUE(audience.is_subscribed(again.connection, kLobby));
}

TEST_F(CatchupTest, events_between_the_reading_and_its_answer_are_not_missed) {
    post_many(10);
    store.hold(Call::page);
    const Guest again = come_back(bob.token(), {{kLobby, 1}});
    post_many(3);  // committed after the store was read; still in memory
    EXPECT_THAT(heard(again), IsEmpty()) << "live events wait for the catch-up";
    store.let_go(Call::page);
    executor.run();
    EXPECT_THAT(heard(again), ElementsAre("catchup lobby to 13: 2 3 4 5 6 7 8 9 10 11 12 13"));
    post_many(1);
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(2, 14));
}

TEST_F(CatchupTest, more_events_than_memory_holds_between_reading_and_answer_are_read_again) {
    post_many(8);
    store.hold(Call::page);
    const Guest again = come_back(bob.token(), {{kLobby, 1}});
    post_many(9);  // memory holds only the last 4 of them
    store.let_go(Call::page);
    executor.run();
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(2, 17));
    post_many(1);
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(2, 18));
}

TEST_F(CatchupTest, a_catch_up_that_becomes_too_long_while_read_is_a_reset) {
    post_many(15);
    store.hold(Call::page);
    const Guest again = come_back(bob.token(), {{kLobby, 1}});
    post_many(110);
    store.let_go(Call::page);
    executor.run();
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(26, 125));
    EXPECT_EQ(catchups("reset"), 1U);
}

TEST_F(CatchupTest, a_reset_too_has_no_gap_to_what_comes_live) {
    post_many(50);
    store.hold(Call::page);
    const Guest again = come_back(bob.token(), {{kLobby, 1}});
    post_many(2);
    store.let_go(Call::page);
    executor.run();
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(1, 52));
    post_many(1);
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(1, 53));
}

TEST_F(CatchupTest, who_closes_meanwhile_gets_nothing) {
    post_many(10);
    store.hold(Call::page);
    const Guest again = come_back(bob.token(), {{kLobby, 1}});
    close(again);
    close(bob);
    pass(1min);
    store.let_go(Call::page);
    executor.run();
    EXPECT_THAT(heard(again), IsEmpty());
    EXPECT_FALSE(audience.is_subscribed(again.connection, kLobby));
}

TEST_F(CatchupTest, a_room_that_falls_asleep_and_wakes_meanwhile_is_caught_up_anew) {
    post_many(10);
    store.hold(Call::page);
    const Guest again = come_back(bob.token(), {{kLobby, 1}});
    close(again);
    close(bob);
    close(ada);
    pass(1min);  // nobody is here: the room lies down
    const Guest later = come_back(bob.token(), {{kLobby, 2}});
    store.let_go(Call::page);
    executor.run();
    EXPECT_THAT(heard(again), IsEmpty());
    EXPECT_EQ(audience.log(later.connection, kLobby), seqs(3, 10));
}

TEST_F(CatchupTest, who_leaves_the_room_meanwhile_gets_nothing_and_may_join_again) {
    const RoomId tea = created(ada, "Tea");
    ASSERT_TRUE(join(bob, tea));
    for (int i = 0; i < 10; ++i)
        ASSERT_TRUE(post(ada, "x", "", tea));
    store.hold(Call::page);
    const Guest again = come_back(bob.token(), {{tea, 3}});
    ASSERT_TRUE(leave(again, tea));
    ASSERT_TRUE(join(again, tea));
    heard(again);
    store.let_go(Call::page);
    executor.run();
    EXPECT_THAT(heard(again), IsEmpty()) << "the join began a new log for this connection";
    ASSERT_TRUE(post(ada, "live", "", tea));
    EXPECT_THAT(heard(again), ElementsAre("15 Ada: live"));
}

TEST_F(CatchupTest, tries_again_when_the_store_is_away_and_shows_nothing_live_before) {
    post_many(10);
    store.fail(Call::page, 2);
    const Guest again = come_back(bob.token(), {{kLobby, 1}});
    post_many(1);
    EXPECT_THAT(heard(again), IsEmpty());
    pass(1s);
    EXPECT_THAT(heard(again), IsEmpty());
    pass(1s);
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(2, 11));
}

TEST_F(CatchupTest, asks_again_for_the_head_when_the_store_is_away) {
    post_many(2);
    store.fail(Call::page, 1);
    const Guest again = come_back(bob.token(), {{kLobby, 9}});
    EXPECT_THAT(heard(again), IsEmpty());
    pass(1s);
    EXPECT_THAT(heard(again), ElementsAre("reset lobby to 2: 1 2"));
}

TEST_F(CatchupTest, a_stampede_with_one_cursor_reads_the_store_once) {
    post_many(15);
    store.hold(Call::page);
    const int pages = store.calls(Call::page);
    std::vector<Guest> crowd;
    for (int i = 0; i < 100; ++i)
        crowd.push_back(come_back(bob.token(), {{kLobby, 2}}));
    store.let_go(Call::page);
    executor.run();
    EXPECT_EQ(store.calls(Call::page), pages + 1);
    for (const Guest& guest : crowd)
        EXPECT_EQ(audience.log(guest.connection, kLobby), seqs(3, 15));
}

TEST_F(CatchupTest, survives_a_restart_of_the_server) {
    post_many(30);
    make_chat(little_memory());
    start();
    const Guest again = come_back(bob.token(), {{kLobby, 25}});
    EXPECT_EQ(again.room().room.head, 30U);
    EXPECT_EQ(again.room().unread, 30U);
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(26, 30));
}

}  // namespace chat
