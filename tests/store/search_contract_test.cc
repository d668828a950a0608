#include "store/search_contract.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <random>
#include <ranges>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/search.h"

namespace store {
namespace {

using chat::EventKind;
using chat::Mark;

TEST_P(SearchContract, finds_words_newest_first_and_marks_them) {
    say("Green tea");
    say("coffee");
    say("Tea, tea", {.room = "garden", .by = "bob"});
    const chat::SearchPage page = search(request("TEA"));
    EXPECT_EQ(texts_of(page), (Texts{"Tea, tea", "Green tea"}));
    ASSERT_EQ(page.hits.size(), 2U);
    EXPECT_EQ(page.hits[0].marks, (std::vector<Mark>{{0, 3}, {5, 3}}));
    EXPECT_EQ(page.hits[0].event.room.value(), "garden");
    EXPECT_EQ(page.hits[0].event.actor.value(), "bob");
    EXPECT_EQ(page.hits[1].marks, (std::vector<Mark>{{6, 3}}));
    EXPECT_GT(page.hits[0].place, page.hits[1].place);
}

TEST_P(SearchContract, knows_the_language_of_queries) {
    say("Green tea for two");
    say("tea of green leaves");
    say("Teacups and Café, 東京タワー");
    say("我喜欢绿茶");
    struct Case {
        const char* typed;
        Texts texts;
    };
    const Case cases[] = {
        {"green tea", {"tea of green leaves", "Green tea for two"}},
        {R"("green tea")", {"Green tea for two"}},
        {"tea -leaves", {"Green tea for two"}},
        {R"(tea -"green tea")", {"tea of green leaves"}},
        {"teac*", {"Teacups and Café, 東京タワー"}},
        {"tea*", {"Teacups and Café, 東京タワー", "tea of green leaves", "Green tea for two"}},
        {"gre*", {"tea of green leaves", "Green tea for two"}},
        {"cafe", {"Teacups and Café, 東京タワー"}},
        {"京タ", {"Teacups and Café, 東京タワー"}},
        {"绿茶", {"我喜欢绿茶"}},
        {"茶绿", {}},
        {"nothing", {}},
        {"AND", {"Teacups and Café, 東京タワー"}},
        {"near or not", {}},
    };
    for (const Case& each : cases) {
        SCOPED_TRACE(each.typed);
        EXPECT_EQ(found(each.typed), each.texts);
    }
}

TEST_P(SearchContract, only_in_the_rooms_that_were_asked_for) {
    say("tea in the cellar", {.room = "cellar"});
    say("tea in the garden", {.room = "garden"});
    say("tea", {.time = 11});
    EXPECT_EQ(found("tea"), (Texts{"tea", "tea in the garden"}));
    chat::SearchRequest one = request("tea");
    one.rooms = {chat::RoomId("cellar")};
    EXPECT_EQ(texts_of(search(one)), (Texts{"tea in the cellar"}));
    one.rooms = {chat::RoomId("nowhere")};
    EXPECT_EQ(texts_of(search(one)), Texts());
    one.rooms = {};
    EXPECT_EQ(texts_of(search(one)), Texts());
}

TEST_P(SearchContract, many_rooms_are_searched_like_few) {
    chat::SearchRequest many = request("tea");
    for (int i = 0; i < 40; ++i) {
        const std::string id = "r" + std::to_string(i);
        make_room(id);
        say("tea of " + id, {.room = id, .time = i});
        if (i % 2 == 0) many.rooms.emplace_back(id);
    }
    many.limit = 50;
    const chat::SearchPage page = search(many);
    ASSERT_EQ(page.hits.size(), 20U);
    EXPECT_EQ(page.hits[0].event.text, "tea of r38");
    EXPECT_EQ(page.hits[19].event.text, "tea of r0");
    many.wanted.clear();
    EXPECT_EQ(search(many).hits.size(), 20U);
}

TEST_P(SearchContract, filters_alone_find_the_newest) {
    say("one", {.by = "ada", .time = 10});
    say("two", {.by = "bob", .time = 20});
    say("three", {.by = "ada", .time = 30});
    EXPECT_EQ(found("from:ada"), (Texts{"three", "one"}));
    EXPECT_EQ(found("from:ada -three"), (Texts{"one"}));
    chat::SearchRequest all = request("from:ada");
    all.authors.reset();
    EXPECT_EQ(texts_of(search(all)), (Texts{"three", "two", "one"}));
    all.sent = {.begin = at(20), .end = at(30)};
    EXPECT_EQ(texts_of(search(all)), (Texts{"two"}));
}

TEST_P(SearchContract, times_are_from_begin_and_before_end) {
    for (std::int64_t i = 0; i < 10; ++i)
        say("tea " + std::to_string(i), {.time = 100 * i});
    chat::SearchRequest some = request("tea");
    some.sent = {.begin = at(200), .end = at(500)};
    EXPECT_EQ(texts_of(search(some)), (Texts{"tea 4", "tea 3", "tea 2"}));
    some.sent = {.begin = at(901), .end = {}};
    EXPECT_EQ(texts_of(search(some)), Texts());
    some.sent = {.begin = {}, .end = at(0)};
    EXPECT_EQ(texts_of(search(some)), Texts());
}

TEST_P(SearchContract, a_clock_that_was_set_back_hides_nothing) {
    say("tea early", {.time = 1'000});
    say("tea back in time", {.time = 500});
    say("tea late", {.time = 2'000});
    chat::SearchRequest some = request("tea");
    some.sent = {.begin = at(900), .end = {}};
    EXPECT_EQ(texts_of(search(some)), (Texts{"tea late", "tea early"}));
    some.sent = {.begin = {}, .end = at(900)};
    EXPECT_EQ(texts_of(search(some)), (Texts{"tea back in time"}));
}

TEST_P(SearchContract, from_is_the_name_then_or_the_last_one) {
    say("one", {.by = "u1", .nickname = "Ada"});
    say("two", {.by = "u2", .nickname = "Bob"});
    EXPECT_EQ(found("from:ada"), (Texts{"one"}));
    say("three", {.by = "u1", .nickname = "Lovelace"});
    EXPECT_EQ(found("from:ada"), (Texts{"one"}));
    EXPECT_EQ(found("from:lovelace"), (Texts{"three", "one"}));
    say("four", {.by = "u3", .nickname = "Ada"});
    EXPECT_EQ(found("from:ada"), (Texts{"four", "one"}));
    EXPECT_EQ(found("from:ada from:bob"), (Texts{"four", "two", "one"}));
    EXPECT_EQ(found("from:nobody"), Texts());
}

TEST_P(SearchContract, from_may_name_people_themselves) {
    say("one", {.by = "u1", .nickname = "Ada"});
    say("two", {.by = "u2", .nickname = "Bob"});
    chat::SearchRequest some = request("from:nobody");
    some.authors->users = {chat::UserId("u2"), chat::UserId("u9")};
    EXPECT_EQ(texts_of(search(some)), (Texts{"two"}));
    some.authors->name_keys.clear();
    some.authors->users = {chat::UserId("u9")};
    EXPECT_EQ(texts_of(search(some)), Texts());
}

TEST_P(SearchContract, edited_messages_are_found_by_what_they_say_now) {
    const chat::Seq seq = say("green tea");
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    change(EventKind::edited, seq, "green coffee");
    EXPECT_EQ(found("tea"), Texts());
    EXPECT_EQ(found("coffee"), (Texts{"green coffee"}));
    EXPECT_EQ(found("green"), (Texts{"green coffee"}));
    change(EventKind::edited, seq, "tea again");
    change(EventKind::edited, seq, "green tea");
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    EXPECT_EQ(found("coffee"), Texts());
}

TEST_P(SearchContract, deleted_messages_are_not_found) {
    const chat::Seq early = say("green tea");
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    const chat::Seq edited = say("black tea");
    change(EventKind::edited, edited, "white tea");
    change(EventKind::deleted, early);
    change(EventKind::deleted, edited);
    for (const char* typed : {"tea", "green", "black", "white", "from:ada", "tea*"}) {
        SCOPED_TRACE(typed);
        EXPECT_EQ(found(typed), Texts());
    }
}

TEST_P(SearchContract, hits_are_folded_as_in_pages) {
    const chat::Seq question = say("tea?");
    const chat::Seq answer = say("tea!", {.by = "ada", .reply_to = question});
    change(EventKind::reaction_added, answer, "🎉");
    const chat::SearchPage page = search(request("tea"));
    ASSERT_EQ(page.hits.size(), 2U);
    const chat::Event& hit = page.hits[0].event;
    EXPECT_EQ(hit.seq, answer);
    EXPECT_EQ(hit.target, question);
    ASSERT_NE(hit.standing, nullptr);
    EXPECT_EQ(hit.standing->reactions.size(), 1U);
    ASSERT_TRUE(hit.standing->quote.has_value());
    EXPECT_EQ(hit.standing->quote->text, "tea?");
}

TEST_P(SearchContract, only_messages_are_found) {
    const chat::Seq seq = say("tea");
    change(EventKind::edited, seq, "coffee");
    change(EventKind::edited, seq, "tea");
    change(EventKind::reaction_added, seq, "🎉");
    const chat::SearchPage page = search(request("tea"));
    ASSERT_EQ(page.hits.size(), 1U);
    EXPECT_EQ(page.hits[0].event.seq, seq);
}

TEST_P(SearchContract, pages_go_on_without_gap_or_repeat) {
    Texts expected;
    for (int i = 0; i < 25; ++i) {
        say("tea " + std::to_string(i), {.room = i % 3 == 0 ? "garden" : "lobby", .time = i});
        say("coffee", {.time = i});
        expected.insert(expected.begin(), "tea " + std::to_string(i));
    }
    chat::SearchRequest next = request("tea");
    next.limit = 7;
    Texts all;
    std::size_t pages = 0;
    do {
        const chat::SearchPage page = search(next);
        ASSERT_LE(page.hits.size(), 7U);
        for (const std::string& text : texts_of(page))
            all.push_back(text);
        next.before = page.next;
        ASSERT_LT(++pages, 10U);
    } while (next.before);
    EXPECT_EQ(all, expected);
    EXPECT_EQ(pages, 4U);
}

TEST_P(SearchContract, a_page_that_is_just_full_is_the_last_one) {
    say("tea 1");
    say("tea 2");
    chat::SearchRequest two = request("tea");
    two.limit = 2;
    EXPECT_FALSE(search(two).next.has_value());
    two.limit = 1;
    EXPECT_TRUE(search(two).next.has_value());
    two.before = 0;
    EXPECT_TRUE(search(two).hits.empty());
}

TEST_P(SearchContract, a_date_is_the_first_message_from_then_on) {
    EXPECT_EQ(first_at("lobby", at(0))->seq, 0U);
    EXPECT_EQ(first_at("nowhere", at(0)).error(), chat::StoreError::no_such_room);
    const chat::Seq first = say("one", {.time = 100});
    change(EventKind::reaction_added, first, "🎉");
    const chat::Seq second = say("two", {.time = 200});
    change(EventKind::reaction_added, second, "🎉");
    struct Case {
        std::int64_t time;
        chat::Seq seq;
    };
    for (const Case& each : {Case{0, first}, Case{100, first}, Case{101, second}, Case{200, second},
                             Case{201, second}, Case{9'000, second}}) {
        SCOPED_TRACE(each.time);
        const auto found = first_at("lobby", at(each.time));
        ASSERT_TRUE(found.has_value());
        EXPECT_EQ(found->seq, each.seq);
        EXPECT_EQ(found->time, each.seq == first ? at(100) : at(200));
    }
}

TEST_P(SearchContract, what_is_gone_is_not_found_before_anybody_is_told_and_after) {
    change(EventKind::retention_set, 0, "30");
    say("green tea", {.time = 100});
    const chat::Seq edited = say("black coffee", {.time = 200});
    change(EventKind::edited, edited, "black tea");
    say("red tea", {.room = "garden", .time = 250});
    say("white tea", {.time = 300});
    ASSERT_EQ(found("tea").size(), 4U);

    const chat::Expired expired = expire(300);
    EXPECT_EQ(found("tea"), (Texts{"white tea", "red tea"}));
    EXPECT_EQ(found("coffee"), Texts());
    change(EventKind::expired, expired.up_to, "2");
    EXPECT_EQ(found("tea"), (Texts{"white tea", "red tea"}));
    EXPECT_EQ(found("coffee"), Texts());

    say("tea again", {.time = 400});
    EXPECT_EQ(found("tea"), (Texts{"tea again", "white tea", "red tea"}));
    change(EventKind::expired, expire(500).up_to, "4");
    EXPECT_EQ(found("tea"), (Texts{"red tea"}));
}

TEST_P(SearchContract, what_is_gone_before_the_index_came_to_it_is_not_found) {
    change(EventKind::retention_set, 0, "30");
    const chat::Seq gone = say("green tea", {.time = 100});
    change(EventKind::edited, gone, "black tea");
    say("white tea", {.time = 300});
    change(EventKind::expired, expire(300).up_to, "1");
    EXPECT_EQ(found("tea"), (Texts{"white tea"}));
}

TEST_P(SearchContract, a_date_is_never_one_of_what_is_gone) {
    change(EventKind::retention_set, 0, "30");
    const chat::Seq gone = say("one", {.time = 100});
    const chat::Seq kept = say("two", {.time = 200});
    ASSERT_EQ(expire(200).up_to, gone);
    change(EventKind::expired, gone, "1");
    for (const std::int64_t time : {0, 100, 101, 200, 9'000}) {
        SCOPED_TRACE(time);
        EXPECT_EQ(first_at("lobby", at(time))->seq, kept);
    }
    const chat::Seq last = expire(1000).up_to;
    ASSERT_GT(last, kept);
    change(EventKind::expired, last, "2");
    EXPECT_EQ(first_at("lobby", at(0))->seq, 0U);
    EXPECT_EQ(first_at("lobby", at(9'000))->seq, 0U);
    const chat::Seq next = say("three", {.time = 2000});
    EXPECT_EQ(first_at("lobby", at(0))->seq, next);
}

/// Every form must agree with plain looking at each message.
TEST_P(SearchContract, random_talk_is_found_as_by_reading_all_of_it) {
    struct Message {
        chat::Seq seq = 0;
        std::string text;
    };
    std::mt19937_64 chance(17);
    const auto below = [&chance](std::size_t n) { return chance() % n; };
    const std::vector<std::string> vocabulary = {"tea", "Tee", "green", "teapot", "茶", "of"};
    const auto some_text = [&] {
        std::string text;
        for (std::size_t words = 1 + below(4); words > 0; --words)
            text += vocabulary[below(vocabulary.size())] + (below(3) == 0 ? ", " : " ");
        text.pop_back();
        return text;
    };
    std::vector<Message> said;
    for (int round = 0; round < 120; ++round) {
        const std::size_t what = said.empty() ? 0 : below(6);
        if (what < 4) {
            std::string text = some_text();
            const chat::Seq seq = say(text);
            said.push_back({seq, std::move(text)});
            continue;
        }
        const std::size_t which = below(said.size());
        if (what == 4) {
            said[which].text = some_text();
            change(EventKind::edited, said[which].seq, said[which].text);
        } else {
            change(EventKind::deleted, said[which].seq);
            said.erase(said.begin() + static_cast<std::ptrdiff_t>(which));
        }
    }
    for (const char* typed : {"tea", "tee", "tea green", R"("green tea")", "tea -green", "tea*",
                              "茶", "of -茶 -tee", R"("tea of tea")"}) {
        SCOPED_TRACE(typed);
        chat::SearchRequest all = request(typed);
        all.limit = 500;
        Texts expected;
        for (const auto& message : std::views::reverse(said)) {
            if (chat::match(message.text, all.wanted, all.excluded)) {
                expected.push_back(message.text);
            }
        }
        EXPECT_EQ(texts_of(search(all)), expected);
    }
}

}  // namespace
}  // namespace store
