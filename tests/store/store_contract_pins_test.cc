#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/room_records_contract.h"

namespace store {

using chat::EventKind;
using chat::Pin;
using chat::RoomId;
using chat::Seq;
using chat::StoreError;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

std::vector<Seq> messages_of(const std::vector<Pin>& pins) {
    std::vector<Seq> seqs;
    for (const Pin& pin : pins)
        seqs.push_back(pin.message.seq);
    return seqs;
}

}  // namespace

TEST_P(RoomRecordsContract, pins_a_message_with_an_event_of_its_own) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    const chat::User bob = make_user("bob", room);
    ASSERT_TRUE(append(message(room, bob, "1", "rules")).has_value());
    const auto pinned = append(about(room, EventKind::message_pinned, ada, 1));

    ASSERT_TRUE(pinned.has_value());
    EXPECT_EQ(pinned->event, (chat::Event{.room = room,
                                          .seq = 2,
                                          .ordinal = 1,
                                          .kind = EventKind::message_pinned,
                                          .actor = ada.id,
                                          .nickname = "ada",
                                          .time = at(20),
                                          .text = {},
                                          .nonce = {},
                                          .target = 1}));
    EXPECT_EQ(event(room, 2), pinned->event);
    EXPECT_EQ(event(room, 1).standing, nullptr) << "nothing happened to the message itself";
    EXPECT_EQ(*pins(room), (std::vector<Pin>{{.message = event(room, 1),
                                              .by = {.user = ada.id, .nickname = "ada"},
                                              .time = at(20)}}));
}

TEST_P(RoomRecordsContract, lists_the_last_pinned_first_and_as_they_read_now) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    for (const char* nonce : {"1", "2", "3"})
        ASSERT_TRUE(append(message(room, ada, nonce)).has_value());
    for (const Seq target : {2U, 3U, 1U})
        ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, target)).has_value());
    EXPECT_THAT(messages_of(*pins(room)), ElementsAre(1U, 3U, 2U));

    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 3, "mended")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::reaction_added, ada, 3, "👍")).has_value());
    const auto now = pins(room);
    EXPECT_THAT(messages_of(*now), ElementsAre(1U, 3U, 2U));
    EXPECT_EQ(now->at(1).message.text, "mended");
    EXPECT_EQ(now->at(1).message, event(room, 3));
}

TEST_P(RoomRecordsContract, a_pinned_answer_has_its_quote) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1", "a question")).has_value());
    ASSERT_TRUE(append(answer(room, ada, "2", 1)).has_value());
    ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, 2)).has_value());
    ASSERT_NE(pins(room)->at(0).message.standing, nullptr);
    EXPECT_EQ(pins(room)->at(0).message.standing->quote->text, "a question");
}

TEST_P(RoomRecordsContract, unpins_and_pins_again) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(message(room, ada, "2")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, 1)).has_value());
    ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, 2)).has_value());
    const auto unpinned = append(about(room, EventKind::message_unpinned, ada, 1));
    ASSERT_TRUE(unpinned.has_value());
    EXPECT_EQ(unpinned->event.target, 1U);
    EXPECT_EQ(event(room, 5), unpinned->event);
    EXPECT_THAT(messages_of(*pins(room)), ElementsAre(2U));
    ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, 1)).has_value());
    EXPECT_THAT(messages_of(*pins(room)), ElementsAre(1U, 2U));
}

TEST_P(RoomRecordsContract, a_pin_that_is_so_already_takes_no_place) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    const chat::User bob = make_user("bob", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    EXPECT_EQ(append(about(room, EventKind::message_unpinned, ada, 1)).error(),
              StoreError::no_change);
    ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, 1)).has_value());
    EXPECT_EQ(append(about(room, EventKind::message_pinned, bob, 1)).error(),
              StoreError::no_change);
    EXPECT_EQ(head(room), 2U);
    EXPECT_EQ(pins(room)->at(0).by.user, ada.id) << "the first one pinned it";
}

TEST_P(RoomRecordsContract, only_messages_that_are_there_are_pinned) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(message(room, ada, "2")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::deleted, ada, 2)).has_value());
    for (const Seq target : {0U, 2U, 3U, 4U}) {
        SCOPED_TRACE(target);
        for (const EventKind kind : {EventKind::message_pinned, EventKind::message_unpinned}) {
            EXPECT_EQ(append(about(room, kind, ada, target)).error(), StoreError::no_such_message);
        }
    }
    EXPECT_EQ(append(about(RoomId("nowhere"), EventKind::message_pinned, ada, 1)).error(),
              StoreError::no_such_room);
    EXPECT_EQ(head(room), 3U);
    EXPECT_THAT(*pins(room), IsEmpty());
    EXPECT_EQ(pins(RoomId("nowhere")).error(), StoreError::no_such_room);
}

TEST_P(RoomRecordsContract, deleting_a_message_unpins_it) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(message(room, ada, "2")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, 1)).has_value());
    ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, 2)).has_value());
    ASSERT_TRUE(append(about(room, EventKind::deleted, ada, 1)).has_value());
    EXPECT_EQ(head(room), 5U) << "without an event of its own";
    EXPECT_THAT(messages_of(*pins(room)), ElementsAre(2U));
}

TEST_P(RoomRecordsContract, a_room_has_its_own_pins) {
    const RoomId room = make_room("a");
    const RoomId other = make_room("b");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(message(other, ada, "1")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, 1)).has_value());
    EXPECT_THAT(*pins(other), IsEmpty());
    ASSERT_TRUE(append(about(other, EventKind::message_pinned, ada, 1)).has_value());
    ASSERT_TRUE(append(about(room, EventKind::message_unpinned, ada, 1)).has_value());
    EXPECT_THAT(messages_of(*pins(other)), ElementsAre(1U));
}

TEST_P(RoomRecordsContract, a_room_keeps_so_many_pins) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    for (std::size_t i = 0; i <= chat::kPinsMax; ++i)
        ASSERT_TRUE(append(message(room, ada, std::to_string(i))).has_value());
    for (Seq target = 1; target <= chat::kPinsMax; ++target)
        ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, target)).has_value());
    const Seq more = chat::kPinsMax + 1;
    EXPECT_EQ(append(about(room, EventKind::message_pinned, ada, more)).error(),
              StoreError::too_many_pins);
    EXPECT_EQ(append(about(room, EventKind::message_pinned, ada, 1)).error(), StoreError::no_change)
        << "what is so already is no more";
    EXPECT_EQ(pins(room)->size(), chat::kPinsMax);
    ASSERT_TRUE(append(about(room, EventKind::deleted, ada, 7)).has_value());
    EXPECT_TRUE(append(about(room, EventKind::message_pinned, ada, more)).has_value());
}

TEST_P(RoomRecordsContract, an_archived_room_keeps_its_pins_and_takes_none) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(message(room, ada, "2")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, 1)).has_value());
    ASSERT_TRUE(append(change(room, EventKind::room_archived, ada)).has_value());
    EXPECT_EQ(append(about(room, EventKind::message_pinned, ada, 2)).error(), StoreError::archived);
    EXPECT_EQ(append(about(room, EventKind::message_unpinned, ada, 1)).error(),
              StoreError::archived);
    EXPECT_THAT(messages_of(*pins(room)), ElementsAre(1U));
}

TEST_P(RoomRecordsContract, pins_stay_when_whoever_made_them_leaves_or_is_renamed) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::message_pinned, ada, 1)).has_value());
    ASSERT_TRUE(append(change(room, EventKind::member_left, ada)).has_value());
    ASSERT_TRUE(rename_user(ada.id, "Countess", "countess").has_value());
    ASSERT_THAT(messages_of(*pins(room)), ElementsAre(1U));
    EXPECT_EQ(pins(room)->at(0).by, (chat::Named{.user = ada.id, .nickname = "ada"}))
        << "the name they had then";
}

}  // namespace store
