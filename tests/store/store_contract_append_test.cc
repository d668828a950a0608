#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/store_contract.h"

namespace store {

using chat::Appended;
using chat::EventKind;
using chat::PageRequest;
using chat::RoomId;
using chat::Seq;
using chat::StoreError;
using chat::User;

TEST_P(StoreContract, numbers_the_events_of_a_room_from_1_without_gaps) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    for (Seq seq = 1; seq <= 5; ++seq) {
        const auto appended = append(message(room, ada, "n" + std::to_string(seq)));
        ASSERT_TRUE(appended.has_value());
        EXPECT_EQ(appended->event.seq, seq);
        EXPECT_EQ(appended->event.ordinal, seq);
        EXPECT_EQ(appended->outcome, Appended::Outcome::committed);
    }
    EXPECT_EQ(head(room), 5U);
}

TEST_P(StoreContract, numbers_each_room_for_itself) {
    const RoomId a = make_room("a");
    const RoomId b = make_room("b");
    const User ada = make_user("ada", a);
    EXPECT_EQ(append(message(a, ada, "1"))->event.seq, 1U);
    EXPECT_EQ(append(message(a, ada, "2"))->event.seq, 2U);
    EXPECT_EQ(append(message(b, ada, "3"))->event.seq, 1U);
}

TEST_P(StoreContract, keeps_an_event_as_it_was_given) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    auto given = message(room, ada, "~!nonce",
                         "l'été \"quoted\"\n\tline two \U0001F469‍\U0001F680 %s ;--");
    given.nickname = "Ada Lovelace";
    given.time = at(123'456);

    const auto appended = append(given);

    ASSERT_TRUE(appended.has_value());
    const chat::Event expected{.room = room,
                               .seq = 1,
                               .ordinal = 1,
                               .kind = EventKind::message,
                               .actor = ada.id,
                               .nickname = "Ada Lovelace",
                               .time = at(123'456),
                               .text = given.text,
                               .nonce = given.nonce};
    EXPECT_EQ(appended->event, expected);
    const auto kept = page({.room = room});
    ASSERT_TRUE(kept.has_value());
    EXPECT_THAT(kept->events, testing::ElementsAre(expected));
}

TEST_P(StoreContract, answers_a_repeated_nonce_with_the_first_event) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const auto first = append(message(room, ada, "n", "once"));
    ASSERT_TRUE(append(message(room, ada, "m", "between")).has_value());

    const auto again = append(message(room, ada, "n", "twice"));

    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->outcome, Appended::Outcome::repeated);
    EXPECT_EQ(again->event, first->event);
    EXPECT_EQ(head(room), 2U);
    EXPECT_EQ(membership(ada, room)->read, 2U) << "a repeat must not move the marker back";
}

TEST_P(StoreContract, answers_a_repeat_that_came_before_the_first_answer) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    std::optional<Answer<Appended>> first;
    std::optional<Answer<Appended>> again;

    store().append(message(room, ada, "n", "once"), into(first));
    store().append(message(room, ada, "n", "once"), into(again));

    const auto committed = wait_for(first);
    const auto repeated = wait_for(again);
    ASSERT_TRUE(committed.has_value());
    ASSERT_TRUE(repeated.has_value());
    EXPECT_EQ(committed->outcome, Appended::Outcome::committed);
    EXPECT_EQ(repeated->outcome, Appended::Outcome::repeated);
    EXPECT_EQ(repeated->event, committed->event);
}

TEST_P(StoreContract, takes_a_nonce_as_new_from_another_author_and_in_another_room) {
    const RoomId a = make_room("a");
    const RoomId b = make_room("b");
    const User ada = make_user("ada", a);
    const User bob = make_user("bob", a);
    EXPECT_EQ(append(message(a, ada, "n"))->outcome, Appended::Outcome::committed);
    EXPECT_EQ(append(message(a, bob, "n"))->outcome, Appended::Outcome::committed);
    EXPECT_EQ(append(message(b, ada, "n"))->outcome, Appended::Outcome::committed);
}

TEST_P(StoreContract, refuses_what_breaks_a_rule_and_leaves_no_gap) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", make_room("b"));
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());

    EXPECT_EQ(append(message(RoomId("nowhere"), ada, "2")).error(), StoreError::no_such_room);
    EXPECT_EQ(append(change(RoomId("nowhere"), EventKind::member_joined, ada)).error(),
              StoreError::no_such_room);
    EXPECT_EQ(append(change(room, EventKind::member_joined, ada)).error(),
              StoreError::already_member);
    EXPECT_EQ(append(change(room, EventKind::member_left, bob)).error(), StoreError::not_a_member);

    EXPECT_EQ(append(message(room, ada, "3"))->event.seq, 2U);
    EXPECT_EQ(head(room), 2U);
}

TEST_P(StoreContract, moves_the_authors_read_marker_to_their_message) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    ASSERT_TRUE(append(message(room, bob, "1")).has_value());
    ASSERT_TRUE(append(message(room, ada, "2")).has_value());
    EXPECT_EQ(membership(ada, room), read_to(room, 2, 2));
    EXPECT_EQ(membership(bob, room), read_to(room, 1, 1, 2));
}

TEST_P(StoreContract, keeps_a_message_of_someone_who_is_no_member) {
    // Who may post is decided in chat, and only there; a leave may overtake a post between two nodes.
    const RoomId room = make_room("a");
    const User bob = make_user("bob", make_room("b"));
    EXPECT_EQ(append(message(room, bob, "1"))->event.seq, 1U);
    EXPECT_EQ(membership(bob, room), std::nullopt);
}

TEST_P(StoreContract, begins_a_membership_read_up_to_the_joining) {
    const RoomId a = make_room("a");
    const RoomId b = make_room("b");
    const User ada = make_user("ada", a);
    const User bob = make_user("bob", b);
    ASSERT_TRUE(append(message(a, ada, "1")).has_value());

    const auto joined = append(change(a, EventKind::member_joined, bob));

    ASSERT_TRUE(joined.has_value());
    EXPECT_EQ(joined->event.kind, EventKind::member_joined);
    EXPECT_EQ(joined->event.seq, 2U);
    EXPECT_EQ(joined->event.ordinal, 1U) << "joining is no message";
    EXPECT_EQ(joined->event.actor, bob.id);
    EXPECT_EQ(joined->event.nickname, "bob");
    EXPECT_EQ(joined->event.time, at(20));
    EXPECT_EQ(membership(bob, a), read_to(a, 2, 1));
    EXPECT_EQ(membership(bob, b), read_to(b, 0, 0));
}

TEST_P(StoreContract, ends_a_membership_and_lets_it_begin_again) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    EXPECT_EQ(append(change(room, EventKind::member_left, ada))->event.seq, 1U);
    EXPECT_EQ(membership(ada, room), std::nullopt);
    EXPECT_EQ(append(change(room, EventKind::member_left, ada)).error(), StoreError::not_a_member);
    EXPECT_EQ(append(change(room, EventKind::member_joined, ada))->event.seq, 2U);
    EXPECT_EQ(membership(ada, room), read_to(room, 2, 0));
}

TEST_P(StoreContract, decides_many_appends_in_the_order_they_were_given) {
    constexpr std::size_t kAppends = 500;
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    std::vector<Seq> seqs(kAppends);
    std::size_t answered = 0;

    for (std::size_t i = 0; i < kAppends; ++i) {
        store().append(message(room, ada, std::to_string(i)), [&, i](Answer<Appended> appended) {
            ASSERT_TRUE(appended.has_value());
            seqs[i] = appended->event.seq;
            ++answered;
        });
    }
    while (answered < kAppends)
        ASSERT_GT(run_replies(), 0U);

    for (std::size_t i = 0; i < kAppends; ++i)
        ASSERT_EQ(seqs[i], i + 1);
}

TEST_P(StoreContract, never_replies_inside_the_call) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    std::optional<Answer<Appended>> appended;
    std::optional<Answer<chat::Page>> paged;
    std::optional<Answer<chat::Membership>> read;

    store().append(message(room, ada, "1"), into(appended));
    EXPECT_FALSE(appended.has_value());
    store().page({.room = room}, into(paged));
    EXPECT_FALSE(paged.has_value());
    store().set_read(ada.id, room, 1, into(read));
    EXPECT_FALSE(read.has_value());

    wait_for(appended);
    wait_for(paged);
    wait_for(read);
}

TEST_P(StoreContract, decides_writes_of_different_kinds_in_order) {
    const RoomId a = make_room("a");
    const User ada = make_user("ada", a);
    const RoomId b("b");
    std::optional<Answer<chat::Room>> created;
    std::optional<Answer<Appended>> joined;
    std::optional<Answer<Appended>> posted;
    std::optional<Answer<chat::Membership>> read;
    std::optional<Answer<Appended>> left;
    std::optional<Answer<chat::Membership>> too_late;

    store().create_room({.id = b, .name = "b", .name_key = "b"}, {}, into(created));
    store().append(change(b, EventKind::member_joined, ada), into(joined));
    store().append(message(b, ada, "1"), into(posted));
    store().set_read(ada.id, b, 2, into(read));
    store().append(change(b, EventKind::member_left, ada), into(left));
    store().set_read(ada.id, b, 3, into(too_late));

    EXPECT_TRUE(wait_for(created).has_value());
    EXPECT_EQ(wait_for(joined)->event.seq, 1U);
    EXPECT_EQ(wait_for(posted)->event.seq, 2U);
    EXPECT_EQ(wait_for(read)->read, 2U);
    EXPECT_EQ(wait_for(left)->event.seq, 3U);
    EXPECT_EQ(wait_for(too_late).error(), StoreError::not_a_member);
}

}  // namespace store
