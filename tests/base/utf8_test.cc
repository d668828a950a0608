#include "base/utf8.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <ios>
#include <string>
#include <string_view>

namespace base {
namespace {

using namespace std::string_view_literals;

struct Text {
    std::string_view why;
    std::string_view text;
};

/// How many octets a validator takes before it refuses; all of them when it does not.
std::size_t octets_taken(std::string_view text) {
    Utf8Validator validator;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!validator.feed(text.substr(at, 1))) return at;
    }
    return text.size();
}

constexpr Text kValid[] = {
    {"empty", ""},
    {"ASCII", "hello, world"},
    {"ASCII over several words", "0123456789abcdefghijklmnopqrstuvwxyz"},
    {"a zero octet", "\0"sv},
    {"two octets, first", "\xC2\x80"},
    {"two octets, last", "\xDF\xBF"},
    {"three octets, first", "\xE0\xA0\x80"},
    {"before the surrogates", "\xED\x9F\xBF"},
    {"after the surrogates", "\xEE\x80\x80"},
    {"a noncharacter is still UTF-8", "\xEF\xBF\xBF"},
    {"three octets in the middle", "\xE1\x80\x80\xEC\xBF\xBF"},
    {"four octets, first", "\xF0\x90\x80\x80"},
    {"four octets in the middle", "\xF1\x80\x80\x80\xF3\xBF\xBF\xBF"},
    {"U+10FFFF", "\xF4\x8F\xBF\xBF"},
    {"Greek, CJK and an emoji among ASCII", "a\u03BA\u1F79 12345678 \u4E2D\u6587 \U0001F600 z"},
};

TEST(Utf8, takes_what_rfc_3629_allows) {
    for (const auto& [why, text] : kValid) {
        SCOPED_TRACE(why);
        EXPECT_TRUE(is_utf8(text));
        EXPECT_EQ(octets_taken(text), text.size());
    }
}

TEST(Utf8, refuses_at_the_first_impossible_octet) {
    struct Refused {
        std::string_view why;
        std::string_view text;
        std::size_t at;
    };
    const Refused cases[] = {
        {"a continuation alone", "\x80", 0},
        {"a continuation after ASCII", "abc\xBF", 3},
        {"overlong slash, two octets", "\xC0\xAF", 0},
        {"overlong, two octets, last", "\xC1\xBF", 0},
        {"overlong, three octets", "\xE0\x80\xAF", 1},
        {"overlong, three octets, last", "\xE0\x9F\xBF", 1},
        {"overlong, four octets", "\xF0\x80\x80\xAF", 1},
        {"overlong, four octets, last", "\xF0\x8F\xBF\xBF", 1},
        {"first surrogate", "\xED\xA0\x80", 1},
        {"last surrogate", "\xED\xBF\xBF", 1},
        {"a surrogate pair", "\xED\xA0\xBD\xED\xB8\x80", 1},
        {"first above U+10FFFF", "\xF4\x90\x80\x80", 1},
        {"lead of what is above", "\xF5\x80\x80\x80", 0},
        {"five octets", "\xF8\x88\x80\x80\x80", 0},
        {"six octets", "\xFC\x84\x80\x80\x80\x80", 0},
        {"FE", "\xFE", 0},
        {"FF", "\xFF", 0},
        {"a lead after a lead", "\xC3\xC3", 1},
        {"ASCII inside a character", "\xE4\xB8z", 2},
        {"ASCII inside a long character", "\xF0\x9F\x98z", 3},
        {"a bad octet in the ninth place", "12345678\xFFz", 8},
        {"a bad octet in the tail", "0123456789ab\xC0", 12},
    };
    for (const auto& [why, text, at] : cases) {
        SCOPED_TRACE(why);
        EXPECT_FALSE(is_utf8(text));
        EXPECT_EQ(octets_taken(text), at);
        Utf8Validator validator;
        EXPECT_FALSE(validator.feed(text));
        EXPECT_FALSE(validator.feed("a")) << "stays refused";
        EXPECT_FALSE(validator.is_complete());
    }
}

TEST(Utf8, a_text_that_stops_inside_a_character_is_not_complete_yet) {
    for (const std::string_view whole : {"\xC3\xA9"sv, "\xE4\xB8\xAD"sv, "\xF0\x9F\x98\x80"sv}) {
        for (std::size_t length = 1; length < whole.size(); ++length) {
            Utf8Validator validator;
            EXPECT_TRUE(validator.feed(whole.substr(0, length)));
            EXPECT_FALSE(validator.is_complete());
            EXPECT_FALSE(is_utf8(whole.substr(0, length)));
            EXPECT_TRUE(validator.feed(whole.substr(length)));
            EXPECT_TRUE(validator.is_complete());
        }
    }
}

TEST(Utf8, the_cut_does_not_matter) {
    for (const auto& [why, text] : kValid) {
        SCOPED_TRACE(why);
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            Utf8Validator validator;
            EXPECT_TRUE(validator.feed(text.substr(0, cut)));
            EXPECT_TRUE(validator.feed(text.substr(cut)));
            EXPECT_TRUE(validator.is_complete());
        }
    }
}

/// Every number up to beyond the last character, encoded as if all were allowed.
TEST(Utf8, agrees_with_the_definition_for_every_code_point) {
    for (std::uint32_t point = 0; point < 0x11'2000; ++point) {
        std::string text;
        const auto push = [&text](std::uint32_t octet) {
            text.push_back(static_cast<char>(octet));
        };
        if (point < 0x80) {
            push(point);
        } else if (point < 0x800) {
            push(0xC0U | point >> 6U);
            push(0x80U | (point & 0x3FU));
        } else if (point < 0x1'0000) {
            push(0xE0U | point >> 12U);
            push(0x80U | (point >> 6U & 0x3FU));
            push(0x80U | (point & 0x3FU));
        } else {
            push(0xF0U | point >> 18U);
            push(0x80U | (point >> 12U & 0x3FU));
            push(0x80U | (point >> 6U & 0x3FU));
            push(0x80U | (point & 0x3FU));
        }
        const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
        ASSERT_EQ(is_utf8(text), !is_surrogate && point <= 0x10'FFFF) << std::hex << point;
    }
}

TEST(Utf8, front_never_cuts_a_character) {
    const std::string_view text = "a\u00E9\u4E2D\U0001F600";  // 1 + 2 + 3 + 4 octets
    const std::size_t lengths[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (std::size_t bytes_max = 0; bytes_max < std::size(lengths); ++bytes_max)
        EXPECT_EQ(utf8_front(text, bytes_max), text.substr(0, lengths[bytes_max])) << bytes_max;
    EXPECT_EQ(utf8_front("", 0), "");
}

}  // namespace
}  // namespace base
