#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "chat/changes_world.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ReactionsAndAnswersTest : public ChangesWorld {};

}  // namespace

TEST_F(ReactionsAndAnswersTest, reactions_come_and_go_in_the_order_of_their_coming) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    ASSERT_TRUE(react(bob, 1, "👍"));
    ASSERT_TRUE(react(ada, 1, "🎉"));
    ASSERT_TRUE(react(ada, 1, "👍"));
    EXPECT_THAT(heard(bob),
                ElementsAre("2 Bob marked 1 👍", "3 Ada marked 1 🎉", "4 Ada marked 1 👍"));
    EXPECT_THAT(reactions(1), ElementsAre("👍 Bob Ada", "🎉 Ada"));
    ASSERT_TRUE(react(bob, 1, "👍", React::Set::off));
    EXPECT_THAT(heard(bob), ElementsAre("5 Bob unmarked 1 👍"));
    EXPECT_THAT(reactions(1), ElementsAre("👍 Ada", "🎉 Ada"));
    ASSERT_TRUE(react(ada, 1, "👍", React::Set::off));
    EXPECT_THAT(reactions(1), ElementsAre("🎉 Ada"));
}

TEST_F(ReactionsAndAnswersTest,
       a_reaction_that_is_there_or_a_removal_of_none_is_acknowledged_and_silent) {
    ASSERT_TRUE(post(ada, "hello"));
    EXPECT_EQ(react(bob, 1, "👍", React::Set::off)->seq, 1U);
    EXPECT_EQ(react(bob, 1, "👍")->seq, 2U);
    forget();
    EXPECT_EQ(react(bob, 1, "👍")->seq, 2U);
    EXPECT_EQ(react(bob, 1, "🎉", React::Set::off)->seq, 2U);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_THAT(reactions(1), ElementsAre("👍 Bob"));
}

TEST_F(ReactionsAndAnswersTest, a_reaction_is_exactly_one_emoji) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    for (const char* text : {"", "x", "7", "👍👍", "👍 ", "hello", "<b>", "\u2764", "\u200D"}) {
        EXPECT_EQ(react(bob, 1, text).error().error, ChatError::emoji_invalid) << text;
        EXPECT_EQ(react(bob, 1, text, React::Set::off).error().error, ChatError::emoji_invalid);
    }
    EXPECT_EQ(react(bob, 1, std::string(1'000'000, 'x')).error().error, ChatError::emoji_invalid);
    EXPECT_THAT(heard(ada), IsEmpty());
    for (const char* emoji : {"👍🏽", "🇨🇭", "👨‍👩‍👧‍👦", "\u2764\uFE0F"})
        EXPECT_TRUE(react(bob, 1, emoji).has_value()) << emoji;
}

TEST_F(ReactionsAndAnswersTest, a_message_holds_so_many_reactions_and_no_more) {
    ASSERT_TRUE(post(ada, "hello"));
    const auto face = [](std::size_t i) {
        std::string emoji = "\U0001F600";
        emoji.back() = static_cast<char>(emoji.back() + static_cast<char>(i));
        return emoji;
    };
    std::vector<Guest> guests{ada, bob};
    constexpr std::size_t kFaces = 40;
    while (guests.size() * kFaces < kReactionsMax)
        guests.push_back(enter("Guest " + std::to_string(guests.size())));
    for (const Guest& guest : guests) {
        for (std::size_t i = 0; i < kFaces; ++i)
            ASSERT_TRUE(react(guest, 1, face(i)).has_value());
    }
    const Guest last = enter("Last");
    EXPECT_EQ(react(last, 1, face(0)).error().error, ChatError::too_many_reactions);
    EXPECT_TRUE(react(ada, 1, face(0)).has_value()) << "it is there already";
    ASSERT_TRUE(react(ada, 1, face(0), React::Set::off));
    EXPECT_TRUE(react(last, 1, face(0)).has_value());
}

TEST_F(ReactionsAndAnswersTest, an_answer_shows_the_beginning_of_what_it_answers) {
    std::string long_text;
    for (int i = 0; i < 300; ++i)
        long_text += "é";
    ASSERT_TRUE(post(ada, long_text));
    forget();
    ASSERT_TRUE(reply(bob, 1, "indeed"));
    EXPECT_THAT(heard(ada),
                ElementsAre("2 Bob: indeed (to Ada: " + long_text.substr(0, 400) + ")"));
    const Event answer = shown(2);
    EXPECT_EQ(answer.target, 1U);
    ASSERT_TRUE(answer.standing && answer.standing->quote);
    EXPECT_EQ(answer.standing->quote->user, ada.welcome.me.id);
    EXPECT_EQ(answer.standing->version, 0U) << "nothing happened to it";

    ASSERT_TRUE(edit(ada, 1, "short"));
    EXPECT_EQ(shown(2).standing->quote->text, "short");
    ASSERT_TRUE(reply(ada, 2, "an answer to an answer"));
    EXPECT_EQ(shown(4).standing->quote->text, "indeed");
    ASSERT_TRUE(remove(bob, 2));
    EXPECT_FALSE(shown(2).standing->quote.has_value()) << "it went with the answer";
    EXPECT_EQ(shown(4).standing->quote->text, "");
}

TEST_F(ReactionsAndAnswersTest, an_answer_sent_again_is_the_first_one_though_its_target_is_gone) {
    ASSERT_TRUE(post(ada, "hello"));
    const auto first = reply(bob, 1, "yes", "n1");
    ASSERT_TRUE(remove(ada, 1));
    const auto again = reply(bob, 1, "yes", "n1");
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->seq, first->seq);
}

}  // namespace chat
