#include "base/unicode.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace base::unicode {
namespace {

struct Case {
    const char* why;
    std::string in;
    std::string out;
};

struct Pair {
    const char* why;
    std::string a;
    std::string b;
};

}  // namespace

TEST(Unicode, composed_text_is_one_however_it_was_typed) {
    EXPECT_EQ(base::unicode::composed("e\u0301"), "\u00e9");
    EXPECT_EQ(base::unicode::composed(" \u00e9\t"), " \u00e9\t");
}

TEST(Unicode, counts_characters_not_octets) {
    EXPECT_EQ(count_characters(""), 0U);
    EXPECT_EQ(count_characters("abc"), 3U);
    EXPECT_EQ(count_characters("été"), 3U);
    EXPECT_EQ(count_characters("\U0001F680\U0001F680"), 2U);
}

TEST(Unicode, cleans_texts) {
    const Case cases[] = {
        {"nothing to do", "hello", "hello"},
        {"outer white space", " \n\t hello \n ", "hello"},
        {"inner white space stays", "a  b\n\tc", "a  b\n\tc"},
        {"control characters", std::string("a\0b\x1B[0m\r\n\x7F", 9), "ab[0m"},
        {"control characters between others", "\u0085é\u009B\x07é", "éé"},
        {"only white space", " \t\n ", ""},
        {"wide white space outside", "\u3000\u00A0é\u2003", "é"},
        {"decomposed becomes composed", "e\u0301", "é"},
        {"nothing that can be seen", "\u200B\u200D\uFEFF \u2060", ""},
        {"joiners within emoji stay", "\U0001F469\u200D\U0001F680", "\U0001F469\u200D\U0001F680"},
        {"an emoji keeps its variation", "\u2764\uFE0F", "\u2764\uFE0F"},
        {"compatibility forms stay", "ﬁ²", "ﬁ²"},
        {"empty", "", ""},
    };
    for (const Case& each : cases) {
        SCOPED_TRACE(each.why);
        EXPECT_EQ(clean(each.in), each.out);
    }
}

TEST(Unicode, cleans_names) {
    const Case cases[] = {
        {"nothing to do", "Ada", "Ada"},
        {"white space folded", "  Ada \t\n  Lovelace ", "Ada Lovelace"},
        {"wide white space folded", "Ada\u3000\u00A0Lovelace\u2003", "Ada Lovelace"},
        {"directional marks", "\u202Eada\u202C\u2066", "ada"},
        {"zero width", "a\u200Bd\u200Da\uFEFF", "ada"},
        {"fillers and variation selectors", "\u3164a\u115F\uFE0F\u00AD", "a"},
        {"fullwidth letters", "ＡＤＡ＠", "ADA@"},
        {"composed after what stood between is gone", "e\u200B\u0301", "é"},
        {"only invisible", "\u200B\u202E\u3164", ""},
        {"control characters", "a\x01\x7F\u0085", "a"},
    };
    for (const Case& each : cases) {
        SCOPED_TRACE(each.why);
        EXPECT_EQ(clean_name(each.in), each.out);
        EXPECT_EQ(clean_name(each.out), each.out) << "cleaning a clean name changes nothing";
    }
}

TEST(Unicode, skeletons_join_names_that_look_alike) {
    const Pair pairs[] = {
        {"case", "Ada", "aDA"},
        {"Cyrillic a", "ada", "\u0430d\u0430"},
        {"capital Cyrillic", "BOB", "\u0412\u041E\u0412"},
        {"small Cyrillic of a capital that looks Latin", "BOB", "\u0432\u043E\u0432"},
        {"case in Cyrillic", "\u0412\u0435\u0440\u0430", "\u0432\u0435\u0440\u0430"},
        {"zero and o", "Bob", "B0b"},
        {"capital i and small l", "AIan", "Alan"},
        {"one and l", "A1an", "alan"},
        {"the case of i is one letter's", "IAN", "ian"},
        {"rn and m", "Emma", "Ernma"},
        {"fullwidth", "ada", "ａｄａ"},
        {"composed and decomposed", "Zoë", "Zoe\u0308"},
        {"sharp s", "strasse", "straße"},
        {"Greek omicron", "\u03BFtto", "otto"},
    };
    for (const Pair& each : pairs) {
        SCOPED_TRACE(each.why);
        EXPECT_EQ(skeleton(each.a), skeleton(each.b));
    }
}

TEST(Unicode, skeletons_keep_different_names_apart) {
    const Pair pairs[] = {
        {"another letter", "ada", "adb"}, {"longer", "ada", "ada2"},
        {"an accent", "ada", "adá"},      {"underscore", "ada", "ada_"},
        {"other scripts", "李", "王"},
    };
    for (const Pair& each : pairs) {
        SCOPED_TRACE(each.why);
        EXPECT_NE(skeleton(each.a), skeleton(each.b));
    }
}

TEST(Unicode, an_ascii_skeleton_is_made_character_by_character) {
    for (char a = ' '; a < 0x7F; ++a) {
        for (char b = ' '; b < 0x7F; ++b) {
            const std::string ascii{a, b};
            // With a character of another script behind it, ICU sees all of it at once.
            EXPECT_EQ(skeleton(ascii) + skeleton("李"), skeleton(ascii + "李")) << ascii;
        }
    }
}

TEST(Unicode, finds_letters_and_digits_of_any_script) {
    for (const char* text : {"a", "-7-", "é", "李", "\u0663", "...я"})
        EXPECT_TRUE(has_letter_or_digit(text)) << text;
    for (const char* text : {"", "-", " . ", "\U0001F680", "\u200B"})
        EXPECT_FALSE(has_letter_or_digit(text)) << text;
}

TEST(Unicode, knows_one_emoji_from_everything_else) {
    const Case emoji[] = {
        {"one character", "👍", {}},
        {"a heart with its variation", "\u2764\uFE0F", {}},
        {"a skin tone", "👍🏽", {}},
        {"a flag of two letters", "🇨🇭", {}},
        {"a flag of tags", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", {}},
        {"a flag of joined emoji", "🏳️‍🌈", {}},
        {"a family", "👨‍👩‍👧‍👦", {}},
        {"the longest", "👩🏻‍❤️‍💋‍👩🏿", {}},
        {"a keycap", "7\uFE0F\u20E3", {}},
        {"a profession", "🧑🏿‍🚀", {}},
    };
    for (const Case& each : emoji)
        EXPECT_TRUE(is_emoji(each.in)) << each.why;

    const Case others[] = {
        {"empty", "", {}},
        {"a letter", "a", {}},
        {"a word", "thumbs up", {}},
        {"a digit, though a keycap begins with it", "7", {}},
        {"two digits", "42", {}},
        {"two emoji", "👍👍", {}},
        {"an emoji and a letter", "👍a", {}},
        {"a blank around it", " 👍", {}},
        {"a heart that may be text", "\u2764", {}},
        {"half a flag", "🇨", {}},
        {"a flag and a half", "🇨🇭🇨", {}},
        {"a flag of no country", "🇽🇽", {}},
        {"a skin tone too many", "👍🏽🏽", {}},
        {"a joiner at the end", "👍\u200D", {}},
        {"people joined as nobody draws them", "👍\u200D👎", {}},
        {"only a variation", "\uFE0F", {}},
        {"no UTF-8", "\xF0\x9F\x91", {}},
        {"a zero within", std::string("👍\0", 5), {}},
        {"far too long", std::string(1'000'000, 'x'), {}},
    };
    for (const Case& each : others)
        EXPECT_FALSE(is_emoji(each.in)) << each.why;
}

}  // namespace base::unicode
