#include "chat/searches.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/changes_world.h"
#include "chat/chat.h"
#include "chat/search.h"
#include "chat/store.h"

namespace chat {
namespace {

/// Ada and Bob, and a garden that only Ada is in.
class Searching : public ChangesWorld {
protected:
    RoomId garden;

    void SetUp() override {
        ChangesWorld::SetUp();
        garden = created(ada, "Garden");
    }

    std::vector<std::string> found(const Guest& guest, const std::string& query) {
        const auto page = search(guest, {.query = query});
        EXPECT_TRUE(page.has_value());
        std::vector<std::string> texts;
        if (!page) return texts;
        EXPECT_FALSE(page->next.has_value());
        for (const SearchHit& hit : page->hits)
            texts.push_back(hit.event.text);
        return texts;
    }
    Refusal refused_search(const Guest& guest, const Search& what) {
        const auto page = search(guest, what);
        EXPECT_FALSE(page.has_value());
        return page ? Refusal() : page.error();
    }
    using Texts = std::vector<std::string>;
};

TEST_F(Searching, finds_what_was_said_newest_first) {
    post(ada, "green tea");
    post(bob, "Tea with milk");
    post(ada, "coffee");
    EXPECT_EQ(found(bob, "tea"), (Texts{"Tea with milk", "green tea"}));
    EXPECT_EQ(found(bob, "tea -milk"), (Texts{"green tea"}));
}

TEST_F(Searching, only_in_rooms_they_are_in) {
    post(ada, "roses", {}, garden);
    EXPECT_EQ(found(ada, "roses"), (Texts{"roses"}));
    EXPECT_EQ(found(bob, "roses"), Texts());
    ASSERT_TRUE(join(bob, garden).has_value());
    EXPECT_EQ(found(bob, "roses"), (Texts{"roses"}));
    ASSERT_TRUE(leave(bob, garden).has_value());
    EXPECT_EQ(found(bob, "roses"), Texts());
}

TEST_F(Searching, a_room_left_while_the_store_looks_is_not_in_the_answer) {
    ASSERT_TRUE(join(bob, garden).has_value());
    post(ada, "roses", {}, garden);
    Answer<SearchPage> answer;
    chat().leave(bob.connection, garden, [](const auto&) {});
    executor.run();
    ASSERT_TRUE(join(bob, garden).has_value());
    // The leaving is decided before the search's reply is delivered: both wait in one executor, in this order.
    chat().leave(bob.connection, garden, [](const auto& left) { EXPECT_TRUE(left.has_value()); });
    chat().search(bob.connection, {.query = "roses"}, into(answer));
    const auto page = take(answer);
    ASSERT_TRUE(page.has_value());
    EXPECT_TRUE(page->hits.empty());
    EXPECT_FALSE(page->next.has_value());
}

TEST_F(Searching, one_room_alone_is_refused_as_its_history_is) {
    EXPECT_EQ(refused_search(bob, {.query = "x", .room = RoomId("nowhere")}).error,
              ChatError::not_found);
    EXPECT_EQ(refused_search(bob, {.query = "x", .room = garden}).error, ChatError::not_a_member);
    EXPECT_EQ(refused_search(bob, {.query = "x", .room = kCellar}).error, ChatError::not_found);
    post(ada, "roses", {}, garden);
    post(ada, "roses");
    const auto page = search(ada, {.query = "roses", .room = garden});
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->hits.size(), 1U);
    EXPECT_EQ(page->hits[0].event.room, garden);
}

TEST_F(Searching, a_room_of_others_is_like_one_that_is_not_there) {
    post(ada, "roses", {}, garden);
    for (const char* query : {"in:garden", "in:cellar", "in:nowhere", "roses in:garden"}) {
        SCOPED_TRACE(query);
        EXPECT_EQ(found(bob, query), Texts());
    }
    EXPECT_EQ(found(ada, "in:GARDEN"), (Texts{"roses"}));
    EXPECT_EQ(found(ada, "in:nowhere in:garden"), (Texts{"roses"}));
}

TEST_F(Searching, from_somebody_by_the_name_then_or_now) {
    post(ada, "one");
    post(bob, "two");
    EXPECT_EQ(found(bob, "from:ada"), (Texts{"one"}));
    EXPECT_EQ(found(bob, "FROM:ADA from:bob"), (Texts{"two", "one"}));
    EXPECT_EQ(found(bob, "from:nobody-here"), Texts());
    const Guest lovelace = enter({.connection = new_connection(),
                                  .nickname = "Lovelace",
                                  .token = ada.token(),
                                  .cursors = {}});
    ASSERT_EQ(lovelace.welcome.me.nickname, "Lovelace");
    EXPECT_EQ(found(bob, "from:ada"), (Texts{"one"}));
    EXPECT_EQ(found(bob, "from:lovelace"), (Texts{"one"}));
}

TEST_F(Searching, deleted_is_not_found_and_edited_by_what_it_says_now) {
    const auto first = post(ada, "green tea");
    const auto second = post(ada, "black tea");
    ASSERT_TRUE(edit(ada, first->seq, "green coffee").has_value());
    ASSERT_TRUE(remove(ada, second->seq).has_value());
    EXPECT_EQ(found(bob, "tea"), Texts());
    EXPECT_EQ(found(bob, "coffee"), (Texts{"green coffee"}));
    EXPECT_EQ(found(bob, "from:ada"), (Texts{"green coffee"}));
}

TEST_F(Searching, days) {
    post(ada, "early");
    const base::WallTime early = clock.wall();
    pass(48h);
    post(ada, "late");
    const auto day = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(early));
    const auto text = [](const std::chrono::year_month_day& date) {
        const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        return std::to_string(static_cast<int>(date.year())) + "-" +
               two(static_cast<unsigned>(date.month())) + "-" +
               two(static_cast<unsigned>(date.day()));
    };
    EXPECT_EQ(found(ada, "on:" + text(day)), (Texts{"early"}));
    EXPECT_EQ(found(ada, "after:" + text(day)), (Texts{"late"}));
    EXPECT_EQ(found(ada, "before:" + text(day)), Texts());
    EXPECT_EQ(found(ada, "on:" + text(day) + " after:" + text(day)), Texts());
}

TEST_F(Searching, pages_go_on) {
    for (int i = 1; i <= 5; ++i)
        post(ada, "tea " + std::to_string(i));
    Search what{.query = "tea", .limit = 2};
    Texts texts;
    for (int pages = 0; pages < 4; ++pages) {
        const auto page = search(bob, what);
        ASSERT_TRUE(page.has_value());
        for (const SearchHit& hit : page->hits)
            texts.push_back(hit.event.text);
        what.before = page->next;
        if (!page->next) break;
    }
    EXPECT_EQ(texts, (Texts{"tea 5", "tea 4", "tea 3", "tea 2", "tea 1"}));
    EXPECT_FALSE(what.before.has_value());
}

TEST_F(Searching, heavy_hits_end_a_page_and_the_next_goes_on) {
    make_chat([] {
        Limits limits = limits_without_rates();
        limits.page_bytes_max = 9'000;
        return limits;
    }());
    start();
    const Guest eve = enter("Eve");
    for (int i = 0; i < 4; ++i)
        post(eve, "tea " + std::string(3'900, 'x'));
    std::size_t hits = 0;
    Search what{.query = "tea"};
    do {
        const auto page = search(eve, what);
        ASSERT_TRUE(page.has_value());
        ASSERT_LE(page->hits.size(), 2U);
        ASSERT_GE(page->hits.size(), 1U);
        hits += page->hits.size();
        what.before = page->next;
    } while (what.before);
    EXPECT_EQ(hits, 4U);
}

TEST_F(Searching, what_is_no_search_is_refused) {
    EXPECT_EQ(refused_search(ada, {.query = " "}).error, ChatError::query_empty);
    EXPECT_EQ(refused_search(ada, {.query = std::string(201, 'x')}).error,
              ChatError::query_too_long);
    const Refusal invalid = refused_search(ada, {.query = "on:yesterday"});
    EXPECT_EQ(invalid.error, ChatError::query_invalid);
    ASSERT_NE(invalid.why, nullptr);
}

TEST_F(Searching, one_person_has_two_under_way_and_all_have_an_end) {
    Limits limits = limits_without_rates();
    limits.searches_max = 3;
    make_chat(limits);
    start();
    const Guest eve = enter("Eve");
    const Guest mallory = enter("Mallory");
    Answer<SearchPage> first;
    Answer<FoundTime> second;
    Answer<SearchPage> third;
    Answer<SearchPage> fourth;
    Answer<SearchPage> fifth;
    chat().search(eve.connection, {.query = "tea"}, into(first));
    chat().date(eve.connection, kLobby, clock.wall(), into(second));
    chat().search(eve.connection, {.query = "tea"}, into(third));
    chat().search(mallory.connection, {.query = "tea"}, into(fourth));
    chat().search(mallory.connection, {.query = "tea"}, into(fifth));
    ASSERT_TRUE(third.has_value());
    EXPECT_EQ(third->error().error, ChatError::rate_limited);
    ASSERT_TRUE(fifth.has_value());
    EXPECT_EQ(fifth->error().error, ChatError::unavailable);
    EXPECT_TRUE(take(first).has_value());
    EXPECT_TRUE(take(second).has_value());
    EXPECT_TRUE(take(fourth).has_value());
    EXPECT_TRUE(search(eve, {.query = "tea"}).has_value());
    EXPECT_EQ(metrics.gauge("chat_searches_underway", "").value(), 0);
}

TEST_F(Searching, who_is_gone_is_told_nothing) {
    post(ada, "tea");
    Answer<SearchPage> answer;
    chat().search(bob.connection, {.query = "tea"}, into(answer));
    close(bob);
    clock.advance(6s);
    chat().on_time();
    const auto page = take(answer);
    ASSERT_FALSE(page.has_value());
    EXPECT_EQ(page.error().error, ChatError::not_connected);
}

TEST_F(Searching, a_date_leads_to_the_first_message_from_then_on) {
    const auto early = post(ada, "early");
    pass(1h);
    const base::WallTime between = clock.wall();
    pass(1h);
    const auto late = post(ada, "late");
    ASSERT_TRUE(react(bob, late->seq, "🎉").has_value());
    const auto seq_at = [this](base::WallTime time) {
        const auto found = date(bob, time);
        EXPECT_TRUE(found.has_value());
        return found ? found->seq : 0;
    };
    EXPECT_EQ(seq_at(base::WallTime{}), early->seq);
    EXPECT_EQ(seq_at(between), late->seq);
    EXPECT_EQ(seq_at(clock.wall() + 1h), late->seq);
    EXPECT_EQ(date(ada, between, garden)->seq, 0U);
    EXPECT_EQ(date(bob, between, garden).error().error, ChatError::not_a_member);
    EXPECT_EQ(date(bob, between, RoomId("nowhere")).error().error, ChatError::not_found);
}

}  // namespace
}  // namespace chat
