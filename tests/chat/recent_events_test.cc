#include "chat/recent_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Event event_of(Seq seq, std::size_t bytes = 0) {
    Event event;
    event.seq = seq;
    event.text = std::string(bytes, 'x');
    return event;
}

std::vector<Seq> seqs_of(const std::vector<Event>& events) {
    std::vector<Seq> seqs;
    for (const Event& event : events)
        seqs.push_back(event.seq);
    return seqs;
}

}  // namespace

TEST(RecentEvents, keeps_the_newest_up_to_its_number) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(3, budget);
    for (Seq seq = 11; seq <= 15; ++seq)
        EXPECT_EQ(recent.push(event_of(seq)).seq, seq);
    EXPECT_FALSE(recent.covers(11, 15));
    EXPECT_TRUE(recent.covers(12, 15));
    std::vector<Event> out;
    recent.copy_after(13, out);
    EXPECT_THAT(seqs_of(out), ElementsAre(14, 15));
    recent.copy_after(15, out);
    EXPECT_THAT(seqs_of(out), ElementsAre(14, 15));
}

TEST(RecentEvents, nothing_is_covered_by_nothing_but_the_head_itself) {
    RecentBudget budget{.bytes_max = 1'000'000};
    const RecentEvents recent(3, budget);
    EXPECT_TRUE(recent.covers(7, 7));
    EXPECT_FALSE(recent.covers(6, 7));
}

TEST(RecentEvents, rooms_share_a_budget_and_give_it_back) {
    RecentBudget budget{.bytes_max = 10 * (sizeof(Event) + 1000)};
    {
        RecentEvents a(100, budget);
        RecentEvents b(100, budget);
        for (Seq seq = 1; seq <= 6; ++seq)
            a.push(event_of(seq, 1000));
        for (Seq seq = 1; seq <= 20; ++seq) {
            b.push(event_of(seq, 1000));
            EXPECT_LE(budget.bytes, budget.bytes_max);
        }
        EXPECT_TRUE(a.covers(0, 6)) << "another room's noise takes nothing from a";
        EXPECT_TRUE(b.covers(16, 20));
        EXPECT_FALSE(b.covers(15, 20));
    }
    EXPECT_EQ(budget.bytes, 0U);
}

TEST(RecentEvents, answers_the_pages_that_it_has_whole_as_the_store_would) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(5, budget);
    for (Seq seq = 1; seq <= 10; ++seq)
        recent.push(event_of(seq));  // 6..10 are here
    using From = PageRequest::From;
    struct {
        const char* why;
        From from;
        Seq seq;
        std::uint32_t limit;
        std::optional<std::vector<Seq>> seqs;
        bool more_before;
        bool more_after;
    } const cases[] = {
        {"newest, a part", From::newest, 0, 2, {{9, 10}}, true, false},
        {"newest, all there is", From::newest, 0, 5, {{6, 7, 8, 9, 10}}, true, false},
        {"newest, more than there is", From::newest, 0, 6, std::nullopt, false, false},
        {"before, within", From::before, 9, 2, {{7, 8}}, true, true},
        {"before the next", From::before, 11, 2, {{9, 10}}, true, false},
        {"before, too far back", From::before, 8, 3, std::nullopt, false, false},
        {"before what is not there yet", From::before, 12, 2, std::nullopt, false, false},
        {"before zero", From::before, 0, 2, std::nullopt, false, false},
        {"after, within", From::after, 6, 2, {{7, 8}}, true, true},
        {"after, to the end", From::after, 7, 9, {{8, 9, 10}}, true, false},
        {"after, too far back", From::after, 4, 2, std::nullopt, false, false},
        {"after the last", From::after, 10, 2, std::nullopt, false, false},
        {"around is the store's", From::around, 8, 2, std::nullopt, false, false},
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(each.why);
        const auto page =
            recent.page({.room = {}, .from = each.from, .seq = each.seq, .limit = each.limit});
        ASSERT_EQ(page.has_value(), each.seqs.has_value());
        if (!page) continue;
        EXPECT_EQ(seqs_of(page->events), *each.seqs);
        EXPECT_EQ(page->more_before, each.more_before);
        EXPECT_EQ(page->more_after, each.more_after);
    }
}

TEST(RecentEvents, a_whole_short_log_is_a_page_of_any_size) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(5, budget);
    recent.push(event_of(1));
    recent.push(event_of(2));
    const auto page = recent.page({.room = {}, .limit = 50});
    ASSERT_TRUE(page.has_value());
    EXPECT_THAT(seqs_of(page->events), ElementsAre(1, 2));
    EXPECT_FALSE(page->more_before);
}

}  // namespace chat
