#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/store_contract.h"

namespace store {

using chat::Append;
using chat::Appended;
using chat::Event;
using chat::EventKind;
using chat::Quote;
using chat::Reaction;
using chat::RoomId;
using chat::Seq;
using chat::Standing;
using chat::StoreError;
using chat::User;
using From = chat::PageRequest::From;
using testing::ElementsAre;

namespace {

Append with_reach(Append append, Append::Reach reach) {
    append.reach = reach;
    return append;
}

}  // namespace

TEST_P(StoreContract, edits_a_message_with_an_event_of_its_own) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const auto said = append(message(room, ada, "1", "helo"));
    ASSERT_TRUE(append(message(room, ada, "2", "between")).has_value());

    const auto edited = append(about(room, EventKind::edited, ada, 1, "hello"));

    ASSERT_TRUE(edited.has_value());
    EXPECT_EQ(edited->outcome, Appended::Outcome::committed);
    const Event change{.room = room,
                       .seq = 3,
                       .ordinal = 2,
                       .kind = EventKind::edited,
                       .actor = ada.id,
                       .nickname = "ada",
                       .time = at(20),
                       .text = "hello",
                       .nonce = {},
                       .target = 1};
    EXPECT_EQ(edited->event, change);
    EXPECT_EQ(event(room, 3), change);
    EXPECT_EQ(head(room), 3U);

    Event reads = said->event;
    reads.text = "hello";
    reads.standing = std::make_shared<const Standing>(
        Standing{.version = 3, .edited = at(20), .reactions = {}, .quote = {}});
    EXPECT_EQ(event(room, 1), reads);
    EXPECT_EQ(event(room, 2).standing, nullptr) << "nothing happened to it";
}

TEST_P(StoreContract, reads_the_last_edit_and_keeps_what_the_others_said) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1", "one")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "two")).has_value());
    auto last = about(room, EventKind::edited, ada, 1, "three");
    last.time = at(77);
    ASSERT_TRUE(append(last).has_value());

    EXPECT_EQ(event(room, 1).text, "three");
    EXPECT_EQ(standing(room, 1).version, 3U);
    EXPECT_EQ(standing(room, 1).edited, at(77));
    EXPECT_EQ(event(room, 2).text, "two");
    // Back to the first words is an edit like any other.
    EXPECT_EQ(append(about(room, EventKind::edited, ada, 1, "one"))->event.seq, 4U);
    EXPECT_EQ(event(room, 1).text, "one");
}

TEST_P(StoreContract, deletes_a_message_with_all_its_words) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    ASSERT_TRUE(append(message(room, bob, "1", "a question")).has_value());
    ASSERT_TRUE(append(answer(room, ada, "2", 1, "secret")).has_value());
    ASSERT_TRUE(append(answer(room, bob, "3", 2, "what secret")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 2, "second secret")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, bob, 3, "which secret")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::reaction_added, bob, 2, "👍")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 2, "third secret")).has_value());

    const auto deleted = append(about(room, EventKind::deleted, ada, 2, "not kept"));

    ASSERT_TRUE(deleted.has_value());
    EXPECT_EQ(deleted->event.seq, 8U);
    EXPECT_EQ(deleted->event.target, 2U);
    EXPECT_EQ(deleted->event.text, "");
    EXPECT_EQ(event(room, 8), deleted->event);

    const Event tombstone = event(room, 2);
    EXPECT_EQ(tombstone.text, "");
    EXPECT_EQ(tombstone.target, 1U);
    EXPECT_EQ(tombstone.nonce.value(), "2");
    ASSERT_NE(tombstone.standing, nullptr);
    EXPECT_EQ(*tombstone.standing, (Standing{.version = 8,
                                             .edited = {},
                                             .fate = Standing::Fate::deleted,
                                             .reactions = {},
                                             .quote = {}}));
    EXPECT_EQ(event(room, 4).text, "");
    EXPECT_EQ(event(room, 7).text, "");
    EXPECT_EQ(event(room, 5).text, "which secret") << "of another message";
    EXPECT_EQ(event(room, 3).text, "which secret");
    EXPECT_EQ(standing(room, 3).quote, (Quote{.user = ada.id, .nickname = "ada", .text = ""}));
    EXPECT_EQ(standing(room, 3).version, 5U) << "that what it answers is gone does not change it";
}

TEST_P(StoreContract, lists_reactions_in_the_order_of_their_coming) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    User bob = make_user("bob", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    const auto react = [&](EventKind kind, const User& who, const char* emoji) {
        ASSERT_TRUE(append(about(room, kind, who, 1, emoji)).has_value());
    };
    react(EventKind::reaction_added, ada, "👍");
    react(EventKind::reaction_added, bob, "🎉");
    react(EventKind::reaction_added, ada, "🎉");
    bob.nickname = "Robert";
    react(EventKind::reaction_added, bob, "👍");
    EXPECT_THAT(standing(room, 1).reactions,
                ElementsAre(Reaction{.emoji = "👍", .by = {{ada.id, "ada"}, {bob.id, "Robert"}}},
                            Reaction{.emoji = "🎉", .by = {{bob.id, "bob"}, {ada.id, "ada"}}}));

    // An emoji keeps its place as long as anybody's is there, and no longer.
    react(EventKind::reaction_removed, ada, "👍");
    react(EventKind::reaction_added, ada, "👍");
    EXPECT_THAT(standing(room, 1).reactions,
                ElementsAre(Reaction{.emoji = "👍", .by = {{bob.id, "Robert"}, {ada.id, "ada"}}},
                            Reaction{.emoji = "🎉", .by = {{bob.id, "bob"}, {ada.id, "ada"}}}));
    react(EventKind::reaction_removed, ada, "👍");
    react(EventKind::reaction_removed, bob, "👍");
    react(EventKind::reaction_added, ada, "👍");
    EXPECT_THAT(standing(room, 1).reactions,
                ElementsAre(Reaction{.emoji = "🎉", .by = {{bob.id, "bob"}, {ada.id, "ada"}}},
                            Reaction{.emoji = "👍", .by = {{ada.id, "ada"}}}));
    EXPECT_EQ(standing(room, 1).version, head(room));
    EXPECT_EQ(standing(room, 1).edited, base::WallTime{});
    EXPECT_EQ(event(room, 2).text, "👍");
    EXPECT_EQ(event(room, 2).kind, EventKind::reaction_added);
    EXPECT_EQ(event(room, 6).kind, EventKind::reaction_removed);
}

TEST_P(StoreContract, quotes_the_message_that_a_message_answers_as_it_reads_now) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    std::string umlauts;
    for (std::size_t i = 0; i < chat::kQuoteCharactersMax; ++i)
        umlauts += "ü";
    ASSERT_TRUE(append(message(room, ada, "1", umlauts + "and more")).has_value());

    const auto answered = append(answer(room, bob, "2", 1));

    ASSERT_TRUE(answered.has_value());
    EXPECT_EQ(answered->event.target, 1U);
    EXPECT_EQ(answered->event.ordinal, 2U) << "an answer is a message";
    ASSERT_NE(answered->event.standing, nullptr);
    const Quote quote{.user = ada.id, .nickname = "ada", .text = umlauts};
    EXPECT_EQ(*answered->event.standing, (Standing{.reactions = {}, .quote = quote}));
    EXPECT_EQ(event(room, 2), answered->event);

    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "short")).has_value());
    EXPECT_EQ(standing(room, 2).quote->text, "short");
    EXPECT_EQ(standing(room, 2).version, 0U);
    EXPECT_EQ(append(answer(room, ada, "3", 2))->event.standing->quote->text, "an answer");
    EXPECT_EQ(append(answer(room, bob, "4", 1))->event.standing->quote->text, "short");
    EXPECT_EQ(membership(bob, room)->read, 5U);
}

TEST_P(StoreContract, gives_folded_messages_and_their_changes_in_every_page) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    for (int i = 1; i <= 4; ++i)
        ASSERT_TRUE(append(message(room, ada, std::to_string(i), "first words")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "words")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::reaction_added, bob, 2, "👍")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::deleted, ada, 3)).has_value());
    ASSERT_TRUE(append(answer(room, bob, "8", 1)).has_value());

    struct Case {
        const char* why;
        From from;
        Seq seq;
        std::uint32_t limit;
        Seq first;
    };
    const Case cases[] = {
        {"newest, all", From::newest, 0, 50, 1}, {"newest", From::newest, 0, 4, 5},
        {"before", From::before, 4, 3, 1},       {"before a change", From::before, 6, 3, 3},
        {"after", From::after, 4, 4, 5},         {"after the beginning", From::after, 0, 4, 1},
        {"around", From::around, 3, 4, 1},       {"around a change", From::around, 6, 4, 4},
    };
    const auto all = page({.room = room});
    ASSERT_TRUE(all.has_value());
    ASSERT_EQ(all->events.size(), 8U);
    EXPECT_EQ(all->events[0].text, "words");
    EXPECT_EQ(all->events[1].standing->reactions.size(), 1U);
    EXPECT_EQ(all->events[2].standing->fate, Standing::Fate::deleted);
    EXPECT_EQ(all->events[3].standing, nullptr);
    EXPECT_EQ(all->events[7].standing->quote->text, "words");
    for (const auto& [why, from, seq, limit, first] : cases) {
        SCOPED_TRACE(why);
        const auto part = page({.room = room, .from = from, .seq = seq, .limit = limit});
        ASSERT_TRUE(part.has_value());
        ASSERT_FALSE(part->events.empty());
        EXPECT_EQ(part->events[0].seq, first);
        for (const Event& each : part->events)
            EXPECT_EQ(each, all->events[each.seq - 1]);
    }
}

TEST_P(StoreContract, answers_a_change_that_changes_nothing_with_the_last_one) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    ASSERT_TRUE(append(message(room, ada, "1", "same")).has_value());
    const auto expect_repeat = [&](const Append& again, Seq earlier) {
        const Seq before = head(room);
        const auto answer = append(again);
        ASSERT_TRUE(answer.has_value());
        EXPECT_EQ(answer->outcome, Appended::Outcome::repeated);
        EXPECT_EQ(answer->event, event(room, earlier));
        EXPECT_EQ(head(room), before);
    };
    const Append edit = about(room, EventKind::edited, ada, 1, "other");
    const Append mark = about(room, EventKind::reaction_added, bob, 1, "👍");
    const Append unmark = about(room, EventKind::reaction_removed, bob, 1, "👍");
    const Append deletion = about(room, EventKind::deleted, ada, 1);

    expect_repeat(about(room, EventKind::edited, ada, 1, "same"), 1);
    expect_repeat(unmark, 1);
    EXPECT_EQ(append(edit)->event.seq, 2U);
    expect_repeat(edit, 2);
    EXPECT_EQ(append(mark)->event.seq, 3U);
    expect_repeat(mark, 3);
    expect_repeat(edit, 3);
    expect_repeat(about(room, EventKind::reaction_removed, ada, 1, "👍"), 3);
    EXPECT_EQ(append(unmark)->event.seq, 4U);
    expect_repeat(unmark, 4);
    EXPECT_EQ(append(deletion)->event.seq, 5U);
    expect_repeat(deletion, 5);
    expect_repeat(with_reach(about(room, EventKind::deleted, bob, 1), Append::Reach::anyones), 5);
}

TEST_P(StoreContract, answers_a_repeated_change_that_came_before_the_first_answer) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    std::optional<Answer<Appended>> said;
    std::optional<Answer<Appended>> first;
    std::optional<Answer<Appended>> again;
    std::optional<Answer<Appended>> answered;

    store().append(message(room, ada, "1"), into(said));
    store().append(about(room, EventKind::edited, ada, 1, "other"), into(first));
    store().append(about(room, EventKind::edited, ada, 1, "other"), into(again));
    store().append(answer(room, ada, "2", 1), into(answered));

    ASSERT_TRUE(wait_for(said).has_value());
    EXPECT_EQ(wait_for(first)->event.seq, 2U);
    const auto repeated = wait_for(again);
    EXPECT_EQ(repeated->outcome, Appended::Outcome::repeated);
    EXPECT_EQ(repeated->event.seq, 2U);
    const auto quoting = wait_for(answered);
    EXPECT_EQ(quoting->event.seq, 3U);
    EXPECT_EQ(quoting->event.standing->quote->text, "other");
}

TEST_P(StoreContract, refuses_a_target_that_is_no_message_of_the_room) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", make_room("b"));
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(change(room, EventKind::member_joined, bob)).has_value());
    ASSERT_TRUE(append(about(room, EventKind::reaction_added, ada, 1, "👍")).has_value());
    for (const char* nonce : {"2", "3", "4", "5"})
        ASSERT_TRUE(append(message(RoomId("b"), ada, nonce)).has_value());
    ASSERT_TRUE(append(message(room, ada, "6")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::deleted, ada, 4)).has_value());

    struct Case {
        const char* why;
        Seq target;
    };
    const Case cases[] = {
        {"none", 0},
        {"a joining", 2},
        {"a change", 3},
        {"deleted", 4},
        {"beyond the head, there in another room only", 6},
        {"the next seq", head(room) + 1},
        {"would lie in the next room", (Seq{1} << 36U) + 1},
        {"the greatest number", ~Seq{0}},
    };
    const Seq before = head(room);
    for (const auto& [why, target] : cases) {
        SCOPED_TRACE(why);
        for (const EventKind kind : {EventKind::edited, EventKind::deleted,
                                     EventKind::reaction_added, EventKind::reaction_removed}) {
            SCOPED_TRACE(static_cast<int>(kind));
            if (kind == EventKind::deleted && target == 4) continue;  // that is a repeat
            EXPECT_EQ(append(about(room, kind, ada, target, "👍")).error(),
                      StoreError::no_such_message);
        }
        if (target == 0) continue;  // a plain message
        EXPECT_EQ(append(answer(room, ada, "answer", target)).error(), StoreError::no_such_message);
    }
    EXPECT_EQ(append(about(RoomId("nowhere"), EventKind::edited, ada, 1, "x")).error(),
              StoreError::no_such_room);
    EXPECT_EQ(head(room), before);
    EXPECT_EQ(append(answer(room, ada, "answer", 1))->outcome, Appended::Outcome::committed)
        << "a refused answer does not use its nonce up";
}

TEST_P(StoreContract, lets_only_authors_edit_and_delete_unless_the_reach_is_anyones) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    const User stranger{.id = chat::UserId("never seen"), .nickname = "?", .created = at(0)};
    ASSERT_TRUE(append(message(room, ada, "1", "mine")).has_value());
    ASSERT_TRUE(append(message(room, bob, "2", "his")).has_value());

    for (const User& other : {bob, stranger}) {
        EXPECT_EQ(append(about(room, EventKind::edited, other, 1, "yours")).error(),
                  StoreError::not_the_author);
        EXPECT_EQ(append(about(room, EventKind::edited, other, 1, "mine")).error(),
                  StoreError::not_the_author)
            << "what it reads is nothing that an edit may ask";
        EXPECT_EQ(append(about(room, EventKind::deleted, other, 1)).error(),
                  StoreError::not_the_author);
    }
    EXPECT_EQ(event(room, 1).text, "mine");
    EXPECT_EQ(head(room), 2U);

    const auto removed =
        append(with_reach(about(room, EventKind::deleted, bob, 1), Append::Reach::anyones));
    ASSERT_TRUE(removed.has_value());
    EXPECT_EQ(removed->event.actor, bob.id);
    EXPECT_EQ(event(room, 1).actor, ada.id);
    EXPECT_EQ(standing(room, 1).fate, Standing::Fate::deleted);
    EXPECT_EQ(append(about(room, EventKind::edited, ada, 1, "again")).error(),
              StoreError::no_such_message);
    EXPECT_EQ(append(about(room, EventKind::deleted, bob, 1)).error(), StoreError::not_the_author);
    EXPECT_TRUE(append(about(room, EventKind::deleted, bob, 2)).has_value());
}

TEST_P(StoreContract, takes_reactions_and_answers_of_everybody) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User stranger{.id = chat::UserId("never seen"), .nickname = "?", .created = at(0)};
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());

    EXPECT_EQ(append(about(room, EventKind::reaction_removed, stranger, 1, "👍"))->outcome,
              Appended::Outcome::repeated);
    EXPECT_TRUE(append(about(room, EventKind::reaction_added, stranger, 1, "👍")).has_value());
    EXPECT_THAT(standing(room, 1).reactions,
                ElementsAre(Reaction{.emoji = "👍", .by = {{stranger.id, "?"}}}));
    EXPECT_EQ(append(answer(room, stranger, "n", 1))->event.seq, 3U);
    EXPECT_EQ(append(answer(room, stranger, "n", 1))->event.seq, 3U);
}

TEST_P(StoreContract, moves_no_read_marker_for_a_change) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(message(room, bob, "2")).has_value());

    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "other")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::reaction_added, ada, 2, "👍")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::reaction_removed, ada, 2, "👍")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::deleted, ada, 1)).has_value());

    EXPECT_EQ(membership(ada, room), read_to(room, 1, 1, 6)) << "message 2 is unread";
    EXPECT_EQ(rooms()->at(0).ordinal, 2U) << "a change is no message";
    EXPECT_EQ(set_read(ada.id, room, 6), read_to(room, 6, 2));
    EXPECT_EQ(append(message(room, ada, "3"))->event.ordinal, 3U);
    EXPECT_EQ(membership(ada, room), read_to(room, 7, 3));
}

TEST_P(StoreContract, bounds_the_reactions_of_a_message) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(message(room, ada, "2")).has_value());
    std::size_t answered = 0;
    for (std::size_t i = 0; i < chat::kReactionsMax; ++i) {
        // Two people, half the emoji: it is the marks that count.
        store().append(about(room, EventKind::reaction_added, i % 2 == 0 ? ada : bob, 1,
                             "emoji " + std::to_string(i / 2)),
                       [&](Answer<Appended> appended) {
                           EXPECT_TRUE(appended.has_value());
                           ++answered;
                       });
    }
    while (answered < chat::kReactionsMax)
        ASSERT_GT(run_replies(), 0U);

    const Append one_more = about(room, EventKind::reaction_added, ada, 1, "👍");
    const Append present = about(room, EventKind::reaction_added, ada, 1, "emoji 0");
    EXPECT_EQ(append(one_more).error(), StoreError::too_many_reactions);
    EXPECT_EQ(append(present)->outcome, Appended::Outcome::repeated);
    EXPECT_TRUE(append(about(room, EventKind::reaction_added, ada, 2, "👍")).has_value());
    EXPECT_TRUE(append(about(room, EventKind::reaction_removed, bob, 1, "emoji 7")).has_value());
    EXPECT_TRUE(append(one_more).has_value());
    EXPECT_EQ(append(about(room, EventKind::reaction_added, bob, 1, "👍")).error(),
              StoreError::too_many_reactions);
    EXPECT_EQ(standing(room, 1).reactions.size(), chat::kReactionsMax / 2 + 1);
    EXPECT_TRUE(append(about(room, EventKind::edited, ada, 1, "full")).has_value());
    EXPECT_TRUE(append(about(room, EventKind::deleted, ada, 1)).has_value());
}

TEST_P(StoreContract, answers_a_repeated_nonce_with_the_message_as_it_stands) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1", "first words")).has_value());
    ASSERT_TRUE(append(answer(room, ada, "2", 1)).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "words")).has_value());

    const auto edited = append(message(room, ada, "1", "first words"));
    ASSERT_TRUE(edited.has_value());
    EXPECT_EQ(edited->outcome, Appended::Outcome::repeated);
    EXPECT_EQ(edited->event.text, "words");
    EXPECT_EQ(edited->event, event(room, 1));

    ASSERT_TRUE(append(about(room, EventKind::deleted, ada, 1)).has_value());
    EXPECT_EQ(append(message(room, ada, "1", "first words"))->event, event(room, 1));
    const auto answered = append(answer(room, ada, "2", 1));
    ASSERT_TRUE(answered.has_value()) << "it was taken when the other was still there";
    EXPECT_EQ(answered->outcome, Appended::Outcome::repeated);
    EXPECT_EQ(answered->event, event(room, 2));
    EXPECT_EQ(answered->event.standing->quote->text, "");
    EXPECT_EQ(head(room), 4U);
}

TEST_P(StoreContract, ignores_the_target_of_what_has_none) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", make_room("b"));
    auto joining = change(room, EventKind::member_joined, ada);
    joining.target = 7;
    joining.text = "text";
    EXPECT_EQ(append(joining)->event.target, 0U);
    EXPECT_EQ(event(room, 1).target, 0U);
    EXPECT_EQ(event(room, 1).text, "");
}

}  // namespace store
