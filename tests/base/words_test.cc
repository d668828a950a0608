#include "base/words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace base {
namespace {

std::vector<std::string> folded(const std::string& text) {
    std::vector<std::string> all;
    for (const Word& word : words_of(text))
        all.push_back(word.folded);
    return all;
}

TEST(Words, are_folded_so_that_people_find_them) {
    struct Case {
        const char* why;
        const char* text;
        std::vector<std::string> words;
    };
    const Case cases[] = {
        {"nothing", "", {}},
        {"only signs", " -- !? \n", {}},
        {"capitals", "Hello WORLD", {"hello", "world"}},
        {"signs part words", "don't stop-it, a_b", {"don", "t", "stop", "it", "a", "b"}},
        {"digits", "v2 10:30", {"v2", "10", "30"}},
        {"accents", "Café Ångström naïve", {"cafe", "angstrom", "naive"}},
        {"accents that stand apart", "Cafe\u0301", {"cafe"}},
        {"sharp s", "Straße STRASSE", {"strasse", "strasse"}},
        {"Greek with its accents", "Ωμέγα", {"ωμεγα"}},
        {"Russian", "Ёлка", {"елка"}},
        {"wide letters", "ＡＢＣ１", {"abc1"}},
        {"ligatures", "ﬁne", {"fine"}},
        {"one sign that is brackets within", "⑴", {"1"}},
        {"a letter that is several words", "ﷺ", {"صلىاللهعليهوسلم"}},
        {"Chinese, character by character", "中文abc", {"中", "文", "abc"}},
        {"Japanese", "東京タワーへ", {"東", "京", "タ", "ワ", "ー", "へ"}},
        {"voiced kana stay voiced", "が", {"が"}},
        {"Korean", "한국어", {"한", "국", "어"}},
        {"Thai with its marks", "ที่", {"ท", "ี", "่"}},
        {"Hindi keeps its marks", "हिन्दी", {"हिन्दी"}},
        {"emoji are no words", "a🙂b", {"a", "b"}},
    };
    for (const Case& each : cases) {
        SCOPED_TRACE(each.why);
        EXPECT_EQ(folded(each.text), each.words);
    }
}

TEST(Words, are_placed_in_utf16_code_units) {
    const auto words = words_of("🙂 né 𝒳y 中");
    ASSERT_EQ(words.size(), 3U);
    EXPECT_EQ(words[0], (Word{.folded = "ne", .start = 3, .length = 2}));
    EXPECT_EQ(words[1], (Word{.folded = "xy", .start = 6, .length = 3}));
    EXPECT_EQ(words[2],
              (Word{.folded = "中", .start = 10, .length = 1, .script = Word::Script::unspaced}));
}

}  // namespace
}  // namespace base
