#include "chat/search_query.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace chat {
namespace {

using Last = SearchTerm::Last;

SearchTerm words(std::vector<std::string> all) {
    return {.words = std::move(all)};
}
SearchTerm beginning(const std::string& word) {
    return {.words = {word}, .last = Last::beginning};
}
base::WallTime utc(int year, unsigned month, unsigned day) {
    return std::chrono::sys_days(std::chrono::year_month_day(
        std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)));
}

SearchQuery query(std::vector<SearchTerm> wanted, std::vector<SearchTerm> excluded = {},
                  std::vector<std::string> from = {}, std::vector<std::string> in = {},
                  const TimeSpan& sent = {}) {
    return {.wanted = std::move(wanted),
            .excluded = std::move(excluded),
            .from = std::move(from),
            .in = std::move(in),
            .sent = sent};
}
SearchQuery sent(const TimeSpan& span) {
    return query({}, {}, {}, {}, span);
}

struct Typed {
    const char* why;
    const char* typed;
    SearchQuery query;
};

class SearchQueries : public testing::Test {
protected:
    static void expect(const std::vector<Typed>& cases,
                       base::Milliseconds east = base::Milliseconds(0)) {
        for (const Typed& each : cases) {
            SCOPED_TRACE(each.why);
            const auto query = parse_search_query(each.typed, east);
            ASSERT_TRUE(query.has_value());
            EXPECT_EQ(*query, each.query);
        }
    }
};

TEST_F(SearchQueries, words_and_phrases) {
    expect({
        {"one word, folded", "Café", query({words({"cafe"})})},
        {"several", " tea \t milk ", query({words({"tea"}), words({"milk"})})},
        {"a phrase", R"("green tea" cup)", query({words({"green", "tea"}), words({"cup"})})},
        {"a phrase that is not ended", R"("green tea)", query({words({"green", "tea"})})},
        {"quotation marks of a telephone", "“green tea”", query({words({"green", "tea"})})},
        {"a word with signs within", "don't", query({words({"don", "t"})})},
        {"an address", "http://a.example", query({words({"http", "a", "example"})})},
        {"Chinese is side by side", "中文", query({words({"中", "文"})})},
        {"a blank of Japan", "東　京", query({words({"東"}), words({"京"})})},
        {"signs alone are nothing", "tea !!", query({words({"tea"})})},
    });
}  // namespace

TEST_F(SearchQueries, beginnings) {
    expect({
        {"of three characters", "wor*", query({beginning("wor")})},
        {"too short", "wo*", query({words({"wo"})})},
        {"counted as characters", "éé*", query({words({"ee"})})},
        {"within quotes it is a sign", R"("word*")", query({words({"word"})})},
        {"of characters that are words", "東京都*", query({words({"東", "京", "都"})})},
    });
}

TEST_F(SearchQueries, excluded) {
    expect({
        {"a word", "tea -milk", query({words({"tea"})}, {words({"milk"})})},
        {"a phrase", R"(tea -"with milk")", query({words({"tea"})}, {words({"with", "milk"})})},
        {"a minus within", "tea-milk", query({words({"tea", "milk"})})},
        {"beside a filter only", "from:ada -milk", query({}, {words({"milk"})}, {"ada"})},
    });
}

TEST_F(SearchQueries, filters) {
    expect({
        {"people and rooms", R"(from:ada FROM:"Bob B" in:garden in:"tea room")",
         query({}, {}, {"ada", "Bob B"}, {"garden", "tea room"})},
        {"in quotes it is text", R"("from:ada")", query({words({"from", "ada"})})},
        {"before a day", "before:2026-01-31", sent({.begin = {}, .end = utc(2026, 1, 31)})},
        {"after a day", "after:2026-01-31", sent({.begin = utc(2026, 2, 1), .end = {}})},
        {"on a day", "on:2024-02-29", sent({.begin = utc(2024, 2, 29), .end = utc(2024, 3, 1)})},
        {"the narrowest counts",
         "after:2026-01-01 after:2026-01-05 before:2026-02-01 before:2026-03-01",
         sent({.begin = utc(2026, 1, 6), .end = utc(2026, 2, 1)})},
    });
}

TEST_F(SearchQueries, days_are_those_of_the_place) {
    using std::chrono::hours;
    expect({{"nine hours east", "on:2026-01-31",
             sent({.begin = utc(2026, 1, 31) - hours(9), .end = utc(2026, 2, 1) - hours(9)})}},
           hours(9));
    expect({{"five hours west", "before:2026-01-31",
             sent({.begin = {}, .end = utc(2026, 1, 31) + hours(5)})}},
           -hours(5));
}

TEST_F(SearchQueries, days_that_exclude_each_other_are_an_empty_span) {
    const auto query = parse_search_query("after:2026-01-31 before:2026-01-31", {});
    ASSERT_TRUE(query.has_value());
    EXPECT_TRUE(query->sent.is_empty());
}

TEST_F(SearchQueries, refused) {
    struct Refused {
        const char* why;
        std::string typed;
        QueryFault fault;
    };
    std::string many;
    for (int i = 0; i < 17; ++i)
        many += "a" + std::to_string(i) + " ";
    const Refused cases[] = {
        {"nothing", "", QueryFault::empty},
        {"blanks", "  \t", QueryFault::empty},
        {"signs", "?! \"\" -", QueryFault::empty},
        {"only what is not wanted", "-tea", QueryFault::empty},
        {"201 characters", std::string(201, 'a'), QueryFault::too_long},
        {"no month 13", "on:2026-13-01", QueryFault::date},
        {"no 30th of February", "on:2026-02-30", QueryFault::date},
        {"no leap year", "on:2100-02-29", QueryFault::date},
        {"a short year", "on:26-02-03", QueryFault::date},
        {"before there was time", "on:1969-12-31", QueryFault::date},
        {"letters", "before:20x6-01-01", QueryFault::date},
        {"a sign in a number", "before:+026-01-01", QueryFault::date},
        {"more behind it", "before:2026-01-011", QueryFault::date},
        {"from nobody", "from: ada", QueryFault::empty_filter},
        {"in an empty name", "in:\"\"", QueryFault::empty_filter},
        {"not from", "tea -from:ada", QueryFault::excluded_filter},
        {"17 terms", many, QueryFault::too_many_terms},
    };
    for (const auto& [why, typed, fault] : cases) {
        SCOPED_TRACE(why);
        const auto query = parse_search_query(typed, {});
        ASSERT_FALSE(query.has_value());
        EXPECT_EQ(query.error(), fault);
    }
}

TEST_F(SearchQueries, two_hundred_characters_are_not_too_long) {
    std::string typed;
    for (int i = 0; i < 200; ++i)
        typed += "ä";
    EXPECT_TRUE(parse_search_query(typed, {}).has_value());
}

}  // namespace
}  // namespace chat
