#include "chat/recent_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "support/seqs_of.h"

namespace chat {
namespace {

using support::seqs_of;
using testing::ElementsAre;
using testing::IsEmpty;

Event message_of(Seq seq, const std::string& text, Seq reply_to = 0,
                 const std::string& quote = {}) {
    Event event;
    event.seq = seq;
    event.actor = UserId("u1");
    event.nickname = "Ada";
    event.text = text;
    event.target = reply_to;
    if (reply_to != 0) {
        event.standing = std::make_shared<const Standing>(
            Standing{.reactions = {},
                     .quote = Quote{.user = UserId("u1"), .nickname = "Ada", .text = quote}});
    }
    return event;
}

Event change_of(Seq seq, EventKind kind, Seq target, const std::string& text = {},
                const std::string& actor = "u1") {
    Event event;
    event.seq = seq;
    event.kind = kind;
    event.target = target;
    event.actor = UserId(actor);
    event.nickname = actor;
    event.text = text;
    return event;
}

std::vector<Event> all_of(const RecentEvents& recent) {
    std::vector<Event> events;
    recent.copy_after(0, events);
    return events;
}

Event event_of(Seq seq, std::size_t bytes = 0) {
    Event event;
    event.seq = seq;
    event.text = std::string(bytes, 'x');
    return event;
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

TEST(RecentEvents, changes_are_done_to_the_messages_that_are_here) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(10, budget);
    recent.push(message_of(1, "helo"));
    const std::vector<Event> before = all_of(recent);
    recent.push(change_of(2, EventKind::edited, 1, "hello"));
    recent.push(change_of(3, EventKind::reaction_added, 1, "👍", "u2"));
    const std::vector<Event> after = all_of(recent);
    EXPECT_THAT(seqs_of(after), ElementsAre(1, 2, 3)) << "the changes have their places too";
    EXPECT_EQ(after[0].text, "hello");
    ASSERT_TRUE(after[0].standing);
    EXPECT_EQ(after[0].standing->version, 3U);
    EXPECT_EQ(after[0].standing->reactions.size(), 1U);
    recent.push(change_of(4, EventKind::reaction_removed, 1, "👍", "u2"));
    EXPECT_THAT(all_of(recent)[0].standing->reactions, IsEmpty());
    EXPECT_EQ(before[0].text, "helo") << "copies stay as they were";
    EXPECT_EQ(before[0].standing, nullptr);
    EXPECT_EQ(after[0].standing->reactions.size(), 1U);
}

TEST(RecentEvents, a_message_that_came_changed_already_is_not_changed_back) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(10, budget);
    Event message = message_of(1, "third");
    message.standing =
        std::make_shared<const Standing>(Standing{.version = 3, .reactions = {}, .quote = {}});
    recent.push(message);
    recent.push(change_of(2, EventKind::edited, 1, "second"));
    EXPECT_EQ(all_of(recent)[0].text, "third");
    recent.push(change_of(3, EventKind::edited, 1, "third"));
    recent.push(change_of(4, EventKind::edited, 1, "fourth"));
    EXPECT_EQ(all_of(recent)[0].text, "fourth");
}

TEST(RecentEvents, quotes_follow_the_message_they_are_of) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(10, budget);
    recent.push(message_of(7, "an answer", 3, "before"));  // 3 is not here
    recent.push(message_of(8, "another", 7, "an answer"));
    const std::string longer(300, 'x');
    recent.push(change_of(9, EventKind::edited, 3, longer));
    EXPECT_EQ(all_of(recent)[0].standing->quote->text, longer.substr(0, 200));
    EXPECT_EQ(all_of(recent)[1].standing->quote->text, "an answer") << "that is of another one";
    recent.push(change_of(10, EventKind::reaction_added, 3, "👍"));
    EXPECT_EQ(all_of(recent)[0].standing->quote->text, longer.substr(0, 200));
    recent.push(change_of(11, EventKind::deleted, 3));
    EXPECT_EQ(all_of(recent)[0].standing->quote->text, "");
    EXPECT_EQ(all_of(recent)[0].text, "an answer");
}

TEST(RecentEvents, the_words_of_a_deleted_message_are_forgotten_everywhere) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(10, budget);
    recent.push(message_of(1, "secret 1"));
    recent.push(message_of(2, "other"));
    recent.push(change_of(3, EventKind::edited, 1, "secret 2"));
    recent.push(change_of(4, EventKind::edited, 2, "other 2"));
    recent.push(message_of(5, "answer", 1, "secret 2"));
    recent.push(change_of(6, EventKind::reaction_added, 1, "👍"));
    recent.push(change_of(7, EventKind::deleted, 1));
    std::vector<std::string> texts;
    for (const Event& event : all_of(recent))
        texts.push_back(event.text);
    EXPECT_THAT(texts, ElementsAre("", "other 2", "", "other 2", "answer", "👍", ""));
    EXPECT_EQ(all_of(recent)[0].standing->fate, Standing::Fate::deleted);
    EXPECT_THAT(all_of(recent)[0].standing->reactions, IsEmpty());
    EXPECT_EQ(all_of(recent)[4].standing->quote->text, "");
}

TEST(RecentEvents, an_edit_whose_words_are_gone_changes_nothing) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(10, budget);
    recent.push(message_of(1, "hello"));
    recent.push(message_of(2, "answer", 1, "hello"));
    recent.push(change_of(3, EventKind::edited, 1, ""));
    EXPECT_EQ(all_of(recent)[0].text, "hello");
    EXPECT_EQ(all_of(recent)[1].standing->quote->text, "hello");
}

TEST(RecentEvents, a_quote_of_a_deleted_message_never_gets_words_again) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(10, budget);
    recent.push(message_of(2, "answer", 1, ""));  // from the store: 1 was deleted meanwhile
    recent.push(change_of(3, EventKind::edited, 1, "a secret"));
    EXPECT_EQ(all_of(recent)[0].standing->quote->text, "");
}

TEST(RecentEvents, changes_of_what_is_not_here_are_only_kept) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(2, budget);
    recent.push(change_of(5, EventKind::edited, 1, "hello"));
    recent.push(change_of(6, EventKind::reaction_added, 2, "👍"));
    recent.push(change_of(7, EventKind::deleted, 5));
    recent.push(change_of(8, EventKind::reaction_added, 7, "👍"));
    EXPECT_THAT(seqs_of(all_of(recent)), ElementsAre(7, 8));
}

TEST(RecentEvents, the_budget_follows_what_changes_add_and_take_away) {
    RecentBudget budget{.bytes_max = 10 * (sizeof(Event) + 1000)};
    {
        RecentEvents recent(1000, budget);
        recent.push(message_of(1, "hello"));
        Seq seq = 1;
        for (int i = 0; i < 100; ++i) {
            const auto bytes = budget.bytes;
            recent.push(
                change_of(++seq, EventKind::reaction_added, 1, "👍", "u" + std::to_string(i)));
            EXPECT_LE(budget.bytes, budget.bytes_max);
            const bool is_still_here = recent.covers(0, seq);
            if (is_still_here) {
                EXPECT_GT(budget.bytes, bytes + sizeof(Event) + sizeof(Named));
            }
        }
        EXPECT_FALSE(recent.covers(0, seq)) << "all that was more than the budget";
        recent.push(message_of(++seq, std::string(5000, 'x')));
        const auto before = budget.bytes;
        recent.push(change_of(seq + 1, EventKind::deleted, seq));
        EXPECT_LT(budget.bytes, before);
    }
    EXPECT_EQ(budget.bytes, 0U);
}

TEST(RecentEvents, pages_of_the_store_are_brought_up_by_later_changes_only) {
    RecentBudget budget{.bytes_max = 1'000'000};
    RecentEvents recent(10, budget);
    recent.push(change_of(5, EventKind::edited, 1, "fifth"));
    recent.push(change_of(6, EventKind::edited, 1, "sixth"));
    recent.push(change_of(7, EventKind::deleted, 2));
    std::vector<Event> events{message_of(1, "first"), message_of(2, "secret"),
                              change_of(3, EventKind::edited, 2, "bigger secret"),
                              message_of(4, "answer", 2, "bigger secret")};
    recent.amend(events, 7);
    EXPECT_EQ(events[0].text, "first");
    EXPECT_EQ(events[1].text, "secret");
    recent.amend(events, 5);
    EXPECT_EQ(events[0].text, "sixth");
    EXPECT_EQ(events[0].standing->version, 6U);
    EXPECT_EQ(events[1].text, "");
    EXPECT_EQ(events[2].text, "");
    EXPECT_EQ(events[3].standing->quote->text, "");
}

}  // namespace chat
