/// Rooms whose events are heavier than a connection may be given at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "chat/weight.h"
#include "support/seqs_of.h"

namespace chat {
namespace {

using support::seqs_of;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using From = PageRequest::From;

constexpr std::size_t kTextBytes = 2'000;

/// Octets of one message of this test; all weigh the same.
std::uint64_t message_bytes() {
    Event event;
    event.room = kLobby;
    event.actor = UserId("a user's id");
    event.nickname = "Ada";
    event.text = std::string(kTextBytes, 'x');
    event.nonce = Nonce("a nonce, a nonce");
    return weight_of(event);
}

/// A page has room for about 4 messages, a catch-up for about 10, memory for 40.
Limits narrow() {
    Limits limits;
    limits.rate_limits = Limits::RateLimits::off;
    limits.recent_events_max = 40;
    limits.page_bytes_max = 4 * message_bytes() + message_bytes() / 2;
    limits.catchup_bytes_max = 10 * message_bytes() + message_bytes() / 2;
    return limits;
}

class HeavyRoomsTest : public ChatWorld {
protected:
    HeavyRoomsTest() : ChatWorld(narrow()) {}

    Guest ada;
    Guest bob;

    void SetUp() override { begin(narrow()); }
    /// The first time, and as after a restart of the server with other limits.
    void begin(const Limits& limits) {
        make_chat(limits);
        start();
        ada = ada.token().empty() ? enter("Ada") : come_back(ada.token());
        bob = bob.token().empty() ? enter("Bob") : come_back(bob.token());
    }
    void post_heavy(int count, const RoomId& room = kLobby) {
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(post(ada, std::string(kTextBytes, 'x'), {}, room));
    }
    std::uint64_t catchups(const std::string& form) {
        return metrics.counter("chat_catchups_total", "", "form=\"" + form + "\"").value();
    }
    /// As after a restart: nothing of the log is in memory.
    void forget_recent(Limits limits = narrow()) {
        limits.recent_events_max = 1;
        begin(limits);
    }
};

Limits without_memory() {
    Limits limits = narrow();
    limits.recent_events_max = 1;
    return limits;
}

}  // namespace

TEST_F(HeavyRoomsTest, pages_from_memory_and_from_the_store_end_by_octets) {
    post_heavy(30);
    struct {
        PageRequest request;
        std::vector<Seq> expected;
        bool more_before;
        bool more_after;
    } const cases[] = {
        {{.room = kLobby, .from = From::newest, .limit = 20}, seqs(27, 30), true, false},
        {{.room = kLobby, .from = From::before, .seq = 21, .limit = 9}, seqs(17, 20), true, true},
        {{.room = kLobby, .from = From::after, .seq = 3, .limit = 20}, seqs(4, 7), true, true},
        {{.room = kLobby, .from = From::around, .seq = 15, .limit = 20}, seqs(14, 17), true, true},
        {{.room = kLobby, .from = From::after, .seq = 0, .limit = 20}, seqs(1, 4), false, true},
        {{.room = kLobby, .from = From::newest, .limit = 3}, seqs(28, 30), true, false},
    };
    for (const Limits& limits : {narrow(), without_memory()}) {
        const bool remembers = limits.recent_events_max > 1;
        if (!remembers) begin(limits);
        for (const auto& [request, expected, more_before, more_after] : cases) {
            SCOPED_TRACE(expected.front());
            const auto page = history(ada, request);
            ASSERT_TRUE(page.has_value());
            EXPECT_EQ(seqs_of(page->events), expected);
            EXPECT_EQ(page->more_before, more_before);
            EXPECT_EQ(page->more_after, more_after);
        }
    }
}

TEST_F(HeavyRoomsTest, a_whole_log_is_read_page_by_page_though_each_message_is_over_the_bound) {
    Limits limits = narrow();
    limits.page_bytes_max = 100;
    begin(limits);
    post_heavy(5);
    std::vector<Seq> got;
    for (bool more = true; more;) {
        const Seq after = got.empty() ? 0 : got.back();
        const auto page =
            history(ada, {.room = kLobby, .from = From::after, .seq = after, .limit = 50});
        ASSERT_TRUE(page.has_value());
        ASSERT_EQ(page->events.size(), 1U);
        got.push_back(page->events.front().seq);
        more = page->more_after;
    }
    EXPECT_EQ(got, seqs(1, 5));
}

TEST_F(HeavyRoomsTest, a_page_that_grew_while_it_was_read_is_weighed_as_it_is_given) {
    Limits limits = without_memory();
    limits.text_characters_max = 20'000;
    begin(limits);
    ASSERT_TRUE(post(ada, "light"));
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(post(ada, "x"));
    store.hold(Call::page);
    Answer<Page> answer;
    chat().history(bob.connection, {.room = kLobby, .from = From::newest, .limit = 50},
                   into(answer));
    executor.run();
    ASSERT_TRUE(edit(ada, 1, std::string(limits.page_bytes_max, 'x')));
    store.let_go(Call::page);
    const auto page = take(answer);
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->events.size(), 3U);
    EXPECT_EQ(page->events.front().seq, 2U);
    EXPECT_TRUE(page->more_before);
}

TEST_F(HeavyRoomsTest, what_is_remembered_and_fits_is_given_whole) {
    post_heavy(20);
    const Guest again = come_back(bob.token(), {{kLobby, 10}});
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(11, 20));
    EXPECT_THAT(heard(again).front(), StartsWith("catchup"));
    EXPECT_EQ(catchups("memory"), 1U);
}

TEST_F(HeavyRoomsTest, what_is_remembered_and_too_heavy_is_a_reset_with_what_a_page_holds) {
    post_heavy(20);
    const int pages = store.calls(Call::page);
    for (int i = 0; i < 2; ++i) {  // made, and then kept
        const Guest again = come_back(bob.token(), {{kLobby, 9}});
        EXPECT_THAT(heard(again), ElementsAre("reset lobby to 20: 17 18 19 20"));
    }
    EXPECT_EQ(store.calls(Call::page), pages);
    EXPECT_EQ(catchups("reset"), 2U);
    EXPECT_EQ(catchups("memory"), 0U);
    const Guest again = come_back(bob.token(), {{kLobby, 9}});
    ASSERT_TRUE(post(ada, "live"));
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(17, 21));
}

TEST_F(HeavyRoomsTest, what_is_stored_and_fits_is_given_whole) {
    post_heavy(20);
    forget_recent();
    const Guest again = come_back(bob.token(), {{kLobby, 10}});
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(11, 20));
    EXPECT_EQ(catchups("store"), 1U);
}

TEST_F(HeavyRoomsTest, what_is_stored_and_too_heavy_is_a_reset_with_what_a_page_holds) {
    post_heavy(20);
    forget_recent();
    const Guest again = come_back(bob.token(), {{kLobby, 9}});
    EXPECT_THAT(heard(again), ElementsAre("reset lobby to 20: 17 18 19 20"));
    EXPECT_EQ(catchups("reset"), 1U);
    ASSERT_TRUE(post(ada, "live"));
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(17, 21));
}

TEST_F(HeavyRoomsTest, a_catch_up_that_becomes_too_heavy_while_read_is_a_reset) {
    post_heavy(18);
    Limits limits = narrow();
    limits.recent_events_max = 5;
    begin(limits);
    store.hold(Call::page);
    const Guest again = come_back(bob.token(), {{kLobby, 10}});
    post_heavy(4);  // in memory, after the 8 that are being read
    store.let_go(Call::page);
    executor.run();
    EXPECT_THAT(heard(again), ElementsAre("reset lobby to 22: 19 20 21 22"));
    EXPECT_EQ(catchups("reset"), 1U);
}

TEST_F(HeavyRoomsTest, a_reset_overtaken_by_heavy_messages_still_fits) {
    post_heavy(20);
    Limits limits = narrow();
    limits.recent_events_max = 10;
    begin(limits);
    store.hold(Call::page);
    const Guest again = come_back(bob.token(), {{kLobby, 900}});
    executor.run();
    store.let_go(Call::page);  // the head is known
    store.hold(Call::page);
    executor.run();
    post_heavy(6);
    store.let_go(Call::page);
    executor.run();
    EXPECT_THAT(heard(again), ElementsAre("reset lobby to 26: 23 24 25 26"));
}

TEST_F(HeavyRoomsTest, one_message_over_every_bound_still_comes) {
    Limits limits = narrow();
    limits.page_bytes_max = 100;
    limits.catchup_bytes_max = 200;
    begin(limits);
    post_heavy(3);
    Guest again = come_back(bob.token(), {{kLobby, 2}});
    EXPECT_THAT(heard(again), ElementsAre("reset lobby to 3: 3"));
    limits.recent_events_max = 1;
    begin(limits);
    again = come_back(bob.token(), {{kLobby, 1}});
    EXPECT_THAT(heard(again), ElementsAre("reset lobby to 3: 3"));
}

TEST_F(HeavyRoomsTest, readings_that_are_too_heavy_together_are_resets) {
    const RoomId tea = created(ada, "Tea");
    ASSERT_TRUE(join(bob, tea));
    post_heavy(9);
    post_heavy(7, tea);
    Limits limits = narrow();
    limits.readings_bytes_max = 10 * message_bytes();
    // The lobby is kept while it waits for a second reading, when Tea's comes.
    forget_recent(limits);
    store.hold(Call::page);
    const Guest one = come_back(bob.token(), {{kLobby, 0}});
    const Guest other = come_back(bob.token(), {{tea, 2}});
    ASSERT_TRUE(post(ada, "light"));
    ASSERT_TRUE(post(ada, "light"));  // memory holds only this: the first reading does not reach it
    store.let_go(Call::page);
    executor.run();
    EXPECT_EQ(audience.log(one.connection, kLobby), seqs(1, 11));
    EXPECT_EQ(audience.log(other.connection, tea), seqs(6, 9));
    EXPECT_EQ(catchups("store"), 1U);
    EXPECT_EQ(catchups("reset"), 1U);
    const Guest later = come_back(bob.token(), {{tea, 2}});
    EXPECT_EQ(audience.log(later.connection, tea), seqs(3, 9)) << "nothing is being read any more";
}

/// Three rooms with 4 messages each missed: two of them fit.
class ManyHeavyRoomsTest : public HeavyRoomsTest {
protected:
    std::vector<RoomId> names;

    void SetUp() override {
        HeavyRoomsTest::SetUp();
        for (const char* name : {"One", "Two", "Three"}) {
            names.push_back(created(ada, name));
            ASSERT_TRUE(join(bob, names.back()));
            post_heavy(4, names.back());
        }
    }
    /// Cursors behind the two joinings.
    [[nodiscard]] std::vector<std::pair<RoomId, Seq>> cursors() const {
        std::vector<std::pair<RoomId, Seq>> all;
        for (const RoomId& name : names)
            all.emplace_back(name, 2);
        return all;
    }
    /// How many rooms the guest was given something of; the others must have been reset to nothing.
    std::size_t rooms_given(const Guest& guest) {
        std::size_t given = 0;
        std::size_t emptied = 0;
        const std::vector<std::string> lines = heard(guest);
        for (const RoomId& name : names) {
            const auto has = [&](const std::string& line) {
                return std::ranges::find(lines, line) != lines.end();
            };
            if (has("catchup " + name.value() + " to 6: 3 4 5 6")) ++given;
            if (has("reset " + name.value() + " to 6:")) ++emptied;
        }
        EXPECT_EQ(lines.size(), names.size());
        EXPECT_EQ(given + emptied, names.size());
        return given;
    }
};

TEST_F(ManyHeavyRoomsTest, what_is_too_much_together_is_reset_to_nothing_from_memory) {
    const Guest again = come_back(bob.token(), cursors());
    EXPECT_EQ(rooms_given(again), 2U);
    EXPECT_EQ(catchups("memory"), 2U);
    EXPECT_EQ(catchups("empty"), 1U);
    for (const RoomId& name : names) {
        EXPECT_TRUE(audience.is_subscribed(again.connection, name));
        ASSERT_TRUE(post(ada, "live", {}, name));
        EXPECT_EQ(audience.log(again.connection, name).back(), 7U);
    }
}

TEST_F(ManyHeavyRoomsTest, what_is_too_much_together_is_reset_to_nothing_from_the_store) {
    forget_recent();
    const Guest again = come_back(bob.token(), cursors());
    EXPECT_EQ(rooms_given(again), 2U);
    EXPECT_EQ(catchups("store"), 2U);
    EXPECT_EQ(catchups("empty"), 1U);
    for (const RoomId& name : names)
        EXPECT_TRUE(audience.is_subscribed(again.connection, name));
}

TEST_F(ManyHeavyRoomsTest, each_connection_spends_its_own_though_they_share_the_reading) {
    forget_recent();
    store.hold(Call::page);
    const int pages = store.calls(Call::page);
    const Guest one = come_back(bob.token(), cursors());
    const Guest other = come_back(bob.token(), {{names[2], 2}});
    store.let_go(Call::page);
    executor.run();
    EXPECT_EQ(store.calls(Call::page), pages + 3);
    EXPECT_EQ(rooms_given(one), 2U);
    EXPECT_EQ(audience.log(other.connection, names[2]), seqs(3, 6));
}

TEST_F(ManyHeavyRoomsTest, a_room_that_still_fits_is_given_after_one_that_does_not) {
    const RoomId last = created(ada, "Zebra");
    ASSERT_TRUE(join(bob, last));
    ASSERT_TRUE(post(ada, "light", {}, last));
    std::vector<std::pair<RoomId, Seq>> all = cursors();
    all.emplace_back(last, 2);
    const Guest again = come_back(bob.token(), all);
    EXPECT_EQ(audience.log(again.connection, last), seqs(3, 3));
    EXPECT_EQ(catchups("empty"), 1U);
}

TEST_F(ManyHeavyRoomsTest, who_comes_again_may_be_given_as_much_again) {
    EXPECT_EQ(rooms_given(come_back(bob.token(), cursors())), 2U);
    EXPECT_EQ(rooms_given(come_back(bob.token(), cursors())), 2U);
}

}  // namespace chat
