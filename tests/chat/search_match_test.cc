#include "chat/search_match.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "chat/search_query.h"

namespace chat {
namespace {

std::optional<std::vector<Mark>> found(const std::string& text, const std::string& typed) {
    const auto query = parse_search_query(typed, {});
    if (!query) return std::nullopt;
    return match(text, query->wanted, query->excluded);
}

TEST(SearchMatch, marks_what_was_found) {
    struct Case {
        const char* why;
        const char* text;
        const char* typed;
        std::optional<std::vector<Mark>> marks;
    };
    const Case cases[] = {
        {"a word", "Green tea", "tea", {{{6, 3}}}},
        {"not a part of a word", "steam", "tea", std::nullopt},
        {"each time", "tea, Tea", "tea", {{{0, 3}, {5, 3}}}},
        {"all words", "milk and tea", "tea milk", {{{0, 4}, {9, 3}}}},
        {"one is missing", "milk", "tea milk", std::nullopt},
        {"a phrase", "some green, tea", R"("green tea")", {{{5, 10}}}},
        {"words apart are no phrase", "green or tea", R"("green tea")", std::nullopt},
        {"a beginning, to the word's end", "Teacups", "teac*", {{{0, 7}}}},
        {"the word itself is a beginning", "teac", "teac*", {{{0, 4}}}},
        {"an excluded word", "tea with milk", "tea -milk", std::nullopt},
        {"an excluded phrase that is not there",
         "milk with tea",
         R"(tea -"tea with")",
         {{{10, 3}}}},
        {"accents and emoji before it", "🙂 Café", "cafe", {{{3, 4}}}},
        {"Chinese within a run", "我喜欢绿茶", "绿茶", {{{3, 2}}}},
        {"overlapping phrases are one mark", "a b c", R"("a b" "b c")", {{{0, 5}}}},
        {"overlapping places of one phrase", "哈哈哈", "哈哈", {{{0, 3}}}},
        {"at the text's end there is no room", "green", R"("green tea")", std::nullopt},
        {"an empty text", "", "tea", std::nullopt},
    };
    for (const Case& each : cases) {
        SCOPED_TRACE(each.why);
        EXPECT_EQ(found(each.text, each.typed), each.marks);
    }
}

TEST(SearchMatch, filters_alone_mark_nothing) {
    EXPECT_EQ(match("tea", {}, {}), std::vector<Mark>());
}

TEST(SearchMatch, marks_have_an_end) {
    std::string text;
    for (std::size_t i = 0; i < 2 * kMarksMax; ++i)
        text += "tea ";
    const auto marks = found(text, "tea");
    ASSERT_TRUE(marks.has_value());
    EXPECT_EQ(marks->size(), kMarksMax);
    EXPECT_EQ(marks->front(), (Mark{0, 3}));
}

}  // namespace
}  // namespace chat
