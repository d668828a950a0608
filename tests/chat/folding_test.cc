#include "chat/folding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "chat/event.h"
#include "chat/ids.h"

namespace chat {
namespace {

using testing::ElementsAre;

constexpr Seq kTarget = 3;

base::WallTime at(Seq seq) {
    return base::WallTime(base::Milliseconds(seq));
}

Event message(const std::string& text) {
    return {.room = RoomId("a"),
            .seq = kTarget,
            .ordinal = kTarget,
            .kind = EventKind::message,
            .actor = UserId("ada"),
            .nickname = "Ada",
            .time = at(kTarget),
            .text = text,
            .nonce = Nonce("n")};
}

Event change(Seq seq, EventKind kind, const std::string& text = {},
             const std::string& actor = "ada") {
    return {.room = RoomId("a"),
            .seq = seq,
            .ordinal = kTarget,
            .kind = kind,
            .actor = UserId(actor),
            .nickname = actor,
            .time = at(seq),
            .text = text,
            .nonce = {},
            .target = kTarget};
}

}  // namespace

TEST(Folding, leaves_the_standing_that_others_hold_as_it_is) {
    Event folded = message("one");
    fold(folded, change(4, EventKind::edited, "two"));
    const Event copy = folded;
    fold(folded, change(5, EventKind::edited, "three"));
    EXPECT_EQ(copy.text, "two");
    EXPECT_EQ(copy.standing->version, 4U);
    EXPECT_EQ(folded.text, "three");
    EXPECT_EQ(folded.standing->version, 5U);
    EXPECT_EQ(folded.standing->edited, at(5));
}

TEST(Folding, does_nothing_for_what_is_folded_already) {
    Event folded = message("one");
    fold(folded, change(4, EventKind::edited, "two"));
    fold(folded, change(6, EventKind::reaction_added, "👍"));
    const Event before = folded;
    fold(folded, change(4, EventKind::edited, "two"));
    fold(folded, change(5, EventKind::edited, "between"));
    fold(folded, change(6, EventKind::reaction_added, "👍"));
    EXPECT_EQ(folded, before);
}

TEST(Folding, ignores_an_edit_whose_words_are_gone) {
    Event folded = message("one");
    Event edited = change(4, EventKind::edited, "two");
    forget_words(edited);
    fold(folded, edited);
    EXPECT_EQ(folded, message("one"));
}

TEST(Folding, empties_a_deleted_message) {
    Event folded = message("one");
    folded.standing = std::make_shared<const Standing>(
        Standing{.reactions = {}, .quote = Quote{UserId("bob"), "Bob", "why"}});
    fold(folded, change(4, EventKind::edited, "two"));
    EXPECT_TRUE(folded.standing->quote.has_value());
    EXPECT_EQ(folded.standing->edited, at(4));
    fold(folded, change(5, EventKind::reaction_added, "👍"));
    fold(folded, change(6, EventKind::deleted));
    EXPECT_EQ(folded.text, "");
    EXPECT_EQ(*folded.standing, (Standing{.version = 6,
                                          .edited = {},
                                          .fate = Standing::Fate::deleted,
                                          .reactions = {},
                                          .quote = {}}));
}

TEST(Folding, erases_a_message_as_a_deletion_would_without_its_event) {
    Event erased = message("one");
    erase(erased);
    EXPECT_EQ(erased.text, "");
    EXPECT_EQ(
        *erased.standing,
        (Standing{
            .version = kTarget, .fate = Standing::Fate::deleted, .reactions = {}, .quote = {}}))
        << "newer than what nothing happened to";

    Event changed = message("one");
    fold(changed, change(4, EventKind::edited, "two"));
    fold(changed, change(5, EventKind::reaction_added, "👍"));
    Event deleted = changed;
    erase(changed);
    EXPECT_EQ(changed.standing->version, 5U) << "its last change is in it";
    fold(deleted, change(6, EventKind::deleted));
    fold(changed, change(6, EventKind::deleted));
    EXPECT_EQ(changed, deleted);
    fold(changed, change(7, EventKind::reaction_added, "👍"));
    EXPECT_EQ(changed.standing->reactions.size(), 0U) << "it stays deleted";
}

TEST(Folding, keeps_each_persons_reaction_once_and_no_emoji_without_any) {
    Event folded = message("one");
    fold(folded, change(4, EventKind::reaction_added, "👍", "ada"));
    fold(folded, change(5, EventKind::reaction_added, "👍", "bob"));
    fold(folded, change(6, EventKind::reaction_added, "👍", "ada"));
    fold(folded, change(7, EventKind::reaction_added, "🎉", "ada"));
    EXPECT_THAT(
        folded.standing->reactions,
        ElementsAre(Reaction{.emoji = "👍", .by = {{UserId("ada"), "ada"}, {UserId("bob"), "bob"}}},
                    Reaction{.emoji = "🎉", .by = {{UserId("ada"), "ada"}}}));
    fold(folded, change(8, EventKind::reaction_removed, "👍", "ada"));
    fold(folded, change(9, EventKind::reaction_removed, "🎉", "ada"));
    fold(folded, change(10, EventKind::reaction_removed, "🎉", "ada"));
    fold(folded, change(11, EventKind::reaction_removed, "👍", "eve"));
    EXPECT_THAT(folded.standing->reactions,
                ElementsAre(Reaction{.emoji = "👍", .by = {{UserId("bob"), "bob"}}}));
    EXPECT_EQ(folded.standing->version, 11U);
}

TEST(Folding, quotes_the_beginning_of_what_a_message_reads) {
    Event folded = message(std::string(kQuoteCharactersMax + 1, 'x'));
    EXPECT_EQ(quote_of(folded),
              (Quote{UserId("ada"), "Ada", std::string(kQuoteCharactersMax, 'x')}));
    fold(folded, change(4, EventKind::deleted));
    EXPECT_EQ(quote_of(folded), (Quote{UserId("ada"), "Ada", ""}));
}

TEST(Folding, cuts_a_text_between_characters) {
    EXPECT_EQ(beginning_of("", 3), "");
    EXPECT_EQ(beginning_of("abc", 0), "");
    EXPECT_EQ(beginning_of("abc", 3), "abc");
    EXPECT_EQ(beginning_of("abcd", 3), "abc");
    EXPECT_EQ(beginning_of("a€🎉üb", 4), "a€🎉ü");
    EXPECT_EQ(beginning_of("a€🎉üb", 3), "a€🎉");
}

}  // namespace chat
