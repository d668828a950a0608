#include "chat/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/unicode.h"
#include "chat/ids.h"
#include "chat/nicknames.h"

namespace chat {
namespace {

constexpr std::uint32_t kCharactersMax = 32;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::SizeIs;

Name name_of(const std::string& typed) {
    const auto name = nickname_from(typed, kCharactersMax);
    EXPECT_TRUE(name.has_value()) << typed;
    return name.value_or(Name{});
}

}  // namespace

TEST(Names, a_nickname_is_cleaned) {
    EXPECT_EQ(name_of("  Ada\t Lovelace\u202E ").text, "Ada Lovelace");
    EXPECT_EQ(name_of("Ali").text, "Ali");
    EXPECT_EQ(name_of("李小龍").text, "李小龍");
    EXPECT_EQ(name_of(std::string(32, 'a')).text, std::string(32, 'a'));
}

TEST(Names, refuses_nicknames_that_break_a_rule) {
    struct {
        const char* why;
        std::string typed;
    } const cases[] = {
        {"empty", ""},
        {"only white space", " \t "},
        {"nothing that can be seen", "\u200B\u202E"},
        {"no letter or digit", "-._"},
        {"33 characters", std::string(33, 'a')},
        {"33 characters of two octets",
         [] {
             std::string text;
             for (int i = 0; i < 33; ++i)
                 text += "é";
             return text;
         }()},
        {"endless", std::string(1'000'000, 'a')},
        {"a mention", "@ada"},
        {"a mention in full width", "\uFF20ada"},
        {"a room", "#tea"},
        {"an address", "ada:1"},
        {"a command", "/ada"},
        {"markup", "<b>ada"},
        {"code", "`ada`"},
        {"reserved", "Admin"},
        {"reserved, looking alike", "\u0430dm\u0456n"},
        {"reserved, with what cannot be seen", "sys\u200Btem"},
        {"reserved for everybody", "EVERYONE"},
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(each.why);
        EXPECT_FALSE(nickname_from(each.typed, kCharactersMax).has_value());
    }
}

TEST(Names, a_room_may_have_the_names_a_person_may_not) {
    EXPECT_EQ(room_name_from(" #system:  Tea/Jam ", 48)->text, "#system: Tea/Jam");
    EXPECT_FALSE(room_name_from("---", 48).has_value());
    EXPECT_FALSE(room_name_from(std::string(49, 'a'), 48).has_value());
}

TEST(Nicknames, one_holds_a_name_and_others_do_not_get_it) {
    Nicknames nicknames;
    const Name ada = name_of("Ada");
    EXPECT_EQ(nicknames.take(ada.key, UserId("1")), Nicknames::Take::taken_now);
    EXPECT_EQ(nicknames.take(name_of("\u0430d\u0430").key, UserId("2")),
              Nicknames::Take::held_by_another);
    nicknames.give_back(ada.key, UserId("2"));
    EXPECT_FALSE(nicknames.is_free_for(ada.key, UserId("2"))) << "only the holder gives it back";
    nicknames.give_back(ada.key, UserId("1"));
    EXPECT_TRUE(nicknames.is_free_for(ada.key, UserId("2")));
}

TEST(Nicknames, a_name_taken_twice_is_given_back_twice) {
    Nicknames nicknames;
    const Name ada = name_of("Ada");
    EXPECT_EQ(nicknames.take(ada.key, UserId("1")), Nicknames::Take::taken_now);
    EXPECT_EQ(nicknames.take(ada.key, UserId("1")), Nicknames::Take::taken_now);
    nicknames.give_back(ada.key, UserId("1"));
    EXPECT_FALSE(nicknames.is_free_for(ada.key, UserId("2")));
    nicknames.give_back(ada.key, UserId("1"));
    EXPECT_TRUE(nicknames.is_free_for(ada.key, UserId("2")));
}

TEST(Nicknames, suggests_free_names_like_it) {
    Nicknames nicknames;
    EXPECT_THAT(nicknames.suggestions(name_of("ada"), kCharactersMax),
                ElementsAre("ada2", "ada_", "ada3"));
    ASSERT_EQ(nicknames.take(name_of("ADA2").key, UserId("2")), Nicknames::Take::taken_now);
    const auto suggestions = nicknames.suggestions(name_of("ada"), kCharactersMax);
    EXPECT_THAT(suggestions, SizeIs(3));
    EXPECT_THAT(suggestions, Not(Contains("ada2")));
}

TEST(Nicknames, suggestions_are_names_even_for_the_longest_name) {
    const Nicknames nicknames;
    std::string longest;
    for (int i = 0; i < 32; ++i)
        longest += "é";
    const auto suggestions = nicknames.suggestions(name_of(longest), kCharactersMax);
    ASSERT_THAT(suggestions, SizeIs(3));
    for (const std::string& text : suggestions)
        EXPECT_LE(base::unicode::count_characters(text), kCharactersMax) << text;
}

TEST(Nicknames, suggests_in_a_crowd_of_one_name_too) {
    Nicknames nicknames;
    for (int i = 0; i < 200; ++i) {
        for (const std::string& text : nicknames.suggestions(name_of("ada"), kCharactersMax)) {
            ASSERT_EQ(nicknames.take(name_of(text).key, UserId(std::to_string(i))),
                      Nicknames::Take::taken_now);
        }
    }
    EXPECT_THAT(nicknames.suggestions(name_of("ada"), kCharactersMax), SizeIs(3));
}

}  // namespace chat
