#include "chat/room_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/recent_events.h"
#include "chat/store.h"
#include "support/manual_clock.h"

namespace chat {
namespace {

using std::chrono_literals::operator""ms;
using testing::ElementsAre;
using testing::IsEmpty;

Event event_of(Seq seq) {
    Event event;
    event.room = RoomId("room");
    event.seq = seq;
    event.ordinal = seq;
    event.text = "text of " + std::to_string(seq);
    return event;
}

struct RoomFeedTest : testing::Test {
    support::ManualClock clock;
    RecentBudget budget{.bytes_max = 1'000'000};
    FeedOptions options;

    std::vector<Seq> drain(RoomFeed& feed) const {
        std::vector<Seq> released;
        while (const Event* event = feed.release(clock.now())) {
            EXPECT_EQ(event->text, "text of " + std::to_string(event->seq));
            released.push_back(event->seq);
        }
        return released;
    }
    std::vector<Seq> offer(RoomFeed& feed, std::initializer_list<Seq> seqs) const {
        std::vector<Seq> released;
        for (const Seq seq : seqs) {
            feed.offer(event_of(seq));
            std::ranges::copy(drain(feed), std::back_inserter(released));
        }
        return released;
    }
    static std::vector<Event> events(Seq first, Seq last) {
        std::vector<Event> all;
        for (Seq seq = first; seq <= last; ++seq)
            all.push_back(event_of(seq));
        return all;
    }
};

}  // namespace

TEST_F(RoomFeedTest, releases_what_comes_in_order_at_once) {
    RoomFeed feed(0, 0, options, budget);
    EXPECT_THAT(offer(feed, {1, 2, 3}), ElementsAre(1, 2, 3));
    EXPECT_EQ(feed.released(), 3U);
    EXPECT_EQ(feed.ordinal(), 3U);
    EXPECT_EQ(feed.deadline(), std::nullopt);
}

TEST_F(RoomFeedTest, begins_behind_the_head_it_was_given) {
    RoomFeed feed(10, 7, options, budget);
    EXPECT_EQ(feed.ordinal(), 7U);
    EXPECT_THAT(offer(feed, {9, 10, 11}), ElementsAre(11));
}

TEST_F(RoomFeedTest, releases_a_repeated_event_once) {
    RoomFeed feed(0, 0, options, budget);
    EXPECT_THAT(offer(feed, {1, 1, 3, 3, 2, 2, 3, 1}), ElementsAre(1, 2, 3));
}

TEST_F(RoomFeedTest, keeps_early_events_until_the_gap_closes) {
    RoomFeed feed(0, 0, options, budget);
    EXPECT_THAT(offer(feed, {3, 4, 2}), IsEmpty());
    EXPECT_EQ(feed.deadline(), clock.now() + options.gap_patience);
    EXPECT_THAT(offer(feed, {1}), ElementsAre(1, 2, 3, 4));
    EXPECT_EQ(feed.deadline(), std::nullopt) << "nothing is missing any more";
}

TEST_F(RoomFeedTest, asks_for_the_missing_events_after_its_patience) {
    RoomFeed feed(5, 5, options, budget);
    EXPECT_THAT(offer(feed, {9}), IsEmpty());
    clock.advance(options.gap_patience - 1ms);
    EXPECT_EQ(feed.on_time(clock.now()), std::nullopt);
    clock.advance(1ms);
    const auto request = feed.on_time(clock.now());
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(request->from, PageRequest::From::after);
    EXPECT_EQ(request->seq, 5U);
    EXPECT_EQ(request->limit, 3U);
    EXPECT_EQ(feed.on_time(clock.now()), std::nullopt) << "one reading at a time";

    feed.on_repaired(events(6, 8));
    EXPECT_THAT(drain(feed), ElementsAre(6, 7, 8, 9));
    EXPECT_EQ(feed.deadline(), std::nullopt);
}

TEST_F(RoomFeedTest, many_gaps_are_read_at_once) {
    RoomFeed feed(0, 0, options, budget);
    EXPECT_THAT(offer(feed, {2, 4, 6, 7}), IsEmpty());
    clock.advance(options.gap_patience);
    const auto request = feed.on_time(clock.now());
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(request->limit, 5U);
    feed.on_repaired(events(1, 5));
    EXPECT_THAT(drain(feed), ElementsAre(1, 2, 3, 4, 5, 6, 7));
    EXPECT_EQ(feed.deadline(), std::nullopt);
}

TEST_F(RoomFeedTest, a_known_head_is_a_gap_too) {
    RoomFeed feed(5, 5, options, budget);
    feed.note_head(5);
    EXPECT_THAT(drain(feed), IsEmpty());
    EXPECT_EQ(feed.deadline(), std::nullopt);
    feed.note_head(7);
    EXPECT_THAT(drain(feed), IsEmpty());
    clock.advance(options.gap_patience);
    const auto request = feed.on_time(clock.now());
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(request->limit, 2U);
}

TEST_F(RoomFeedTest, the_patience_begins_anew_with_each_other_gap) {
    RoomFeed feed(0, 0, options, budget);
    EXPECT_THAT(offer(feed, {2}), IsEmpty());
    clock.advance(30ms);
    EXPECT_THAT(offer(feed, {3}), IsEmpty());
    EXPECT_EQ(feed.deadline(), clock.now() + options.gap_patience - 30ms) << "the same gap";
    EXPECT_THAT(offer(feed, {5, 1}), ElementsAre(1, 2, 3));
    EXPECT_EQ(feed.deadline(), clock.now() + options.gap_patience) << "4 is missing only now";
}

TEST_F(RoomFeedTest, reads_a_long_gap_page_by_page_without_waiting_between) {
    options.repair_events_max = 10;
    RoomFeed feed(0, 0, options, budget);
    feed.note_head(25);
    EXPECT_THAT(drain(feed), IsEmpty());
    clock.advance(options.gap_patience);
    for (Seq first = 1; first <= 21; first += 10) {
        const auto request = feed.on_time(clock.now());
        ASSERT_TRUE(request.has_value());
        EXPECT_EQ(request->seq, first - 1);
        feed.on_repaired(events(first, std::min<Seq>(first + 9, 25)));
        drain(feed);
    }
    EXPECT_EQ(feed.released(), 25U);
    EXPECT_EQ(feed.deadline(), std::nullopt);
}

TEST_F(RoomFeedTest, tries_again_later_when_the_store_fails_or_knows_nothing_yet) {
    RoomFeed feed(0, 0, options, budget);
    EXPECT_THAT(offer(feed, {2}), IsEmpty());
    clock.advance(options.gap_patience);
    ASSERT_TRUE(feed.on_time(clock.now()).has_value());
    feed.on_repair_failed(clock.now());
    EXPECT_THAT(drain(feed), IsEmpty());
    EXPECT_EQ(feed.deadline(), clock.now() + options.repair_retry);

    clock.advance(options.repair_retry);
    ASSERT_TRUE(feed.on_time(clock.now()).has_value());
    feed.on_repaired({});
    EXPECT_THAT(drain(feed), IsEmpty());
    EXPECT_EQ(feed.deadline(), clock.now() + options.repair_retry);

    EXPECT_THAT(offer(feed, {1}), ElementsAre(1, 2)) << "it may come by itself meanwhile";
    EXPECT_EQ(feed.deadline(), std::nullopt);
}

TEST_F(RoomFeedTest, an_event_may_come_while_the_store_is_read_for_it) {
    RoomFeed feed(0, 0, options, budget);
    EXPECT_THAT(offer(feed, {3}), IsEmpty());
    clock.advance(options.gap_patience);
    ASSERT_TRUE(feed.on_time(clock.now()).has_value());
    EXPECT_THAT(offer(feed, {1, 2, 4}), ElementsAre(1, 2, 3, 4));
    feed.on_repaired(events(1, 2));
    EXPECT_THAT(drain(feed), IsEmpty());
    EXPECT_EQ(feed.deadline(), std::nullopt);
}

TEST_F(RoomFeedTest, a_doubt_is_looked_up_at_once_and_once) {
    RoomFeed feed(3, 3, options, budget);
    feed.doubt();
    EXPECT_THAT(drain(feed), IsEmpty());
    EXPECT_EQ(feed.deadline(), clock.now());
    ASSERT_TRUE(feed.on_time(clock.now()).has_value());
    feed.on_repair_failed(clock.now());
    EXPECT_THAT(drain(feed), IsEmpty());
    EXPECT_EQ(feed.deadline(), clock.now() + options.repair_retry)
        << "not in a hurry when it failed";
    clock.advance(options.repair_retry);
    ASSERT_TRUE(feed.on_time(clock.now()).has_value());
    feed.on_repaired(events(4, 5));
    EXPECT_THAT(drain(feed), ElementsAre(4, 5));
    EXPECT_EQ(feed.deadline(), std::nullopt);
}

TEST_F(RoomFeedTest, keeps_no_more_early_events_than_allowed_and_still_misses_none) {
    options.early_events_max = 4;
    options.repair_events_max = 3;
    RoomFeed feed(0, 0, options, budget);
    for (Seq seq = 20; seq >= 2; --seq)
        EXPECT_THAT(offer(feed, {seq}), IsEmpty());
    clock.advance(options.gap_patience);
    std::vector<Seq> released;
    for (int turns = 0; feed.deadline() && turns < 100; ++turns) {
        clock.advance(std::max<std::chrono::nanoseconds>(*feed.deadline() - clock.now(), 0ms));
        const auto request = feed.on_time(clock.now());
        ASSERT_TRUE(request.has_value());
        feed.on_repaired(
            events(request->seq + 1, std::min<Seq>(20, request->seq + request->limit)));
        std::ranges::copy(drain(feed), std::back_inserter(released));
    }
    EXPECT_EQ(released.size(), 20U);
    EXPECT_EQ(feed.released(), 20U);
}

// Whatever the bus does, each event is released once and in order, and the feed comes to rest at the head.
TEST_F(RoomFeedTest, property_exactly_once_in_order_under_loss_delay_repetition_and_reordering) {
    const auto seed = std::random_device{}();  // allow(random): chosen once, printed below
    for (std::uint32_t run = 0; run < 300; ++run) {
        SCOPED_TRACE("seed " + std::to_string(seed + run));
        std::mt19937 random(seed + run);
        const auto below = [&random](std::uint32_t n) {
            return static_cast<std::uint32_t>(random() % n);
        };
        FeedOptions small{.repair_events_max = 1 + below(8),
                          .early_events_max = 1 + below(8),
                          .recent_events_max = 1 + below(8)};
        RoomFeed feed(0, 0, small, budget);
        const Seq head = 1 + below(60);
        Seq committed = 0;
        std::vector<Seq> in_flight;
        std::vector<Seq> released;
        bool is_reading = false;
        PageRequest reading;
        Seq readable = 0;

        const auto drain_all = [&] {
            std::ranges::copy(drain(feed), std::back_inserter(released));
        };
        for (int step = 0; step < 5000; ++step) {
            if (committed == head && released.size() == head && !is_reading) break;
            switch (below(6)) {
                case 0:
                    if (committed == head) break;
                    ++committed;
                    for (std::uint32_t copies = below(3); copies > 0; --copies)
                        in_flight.push_back(committed);
                    break;
                case 1:
                case 2: {
                    if (in_flight.empty()) break;
                    const std::uint32_t at = below(static_cast<std::uint32_t>(in_flight.size()));
                    feed.offer(event_of(in_flight[at]));
                    in_flight.erase(in_flight.begin() + at);
                    drain_all();
                    break;
                }
                case 3:
                    clock.advance(std::chrono::milliseconds(below(200)));
                    if (below(4) == 0) feed.note_head(committed);
                    drain_all();
                    if (is_reading) break;
                    if (const auto request = feed.on_time(clock.now())) {
                        is_reading = true;
                        reading = *request;
                        readable = committed;
                    }
                    break;
                case 4:
                    if (!is_reading) break;
                    is_reading = false;
                    if (below(4) == 0) {
                        feed.on_repair_failed(clock.now());
                    } else {
                        feed.on_repaired(events(reading.seq + 1,
                                                std::min(readable, reading.seq + reading.limit)));
                    }
                    drain_all();
                    break;
                default:
                    clock.advance(std::chrono::milliseconds(300));
                    break;
            }
        }
        ASSERT_EQ(released.size(), head);
        for (Seq seq = 1; seq <= head; ++seq)
            ASSERT_EQ(released[seq - 1], seq);
    }
}

}  // namespace chat
