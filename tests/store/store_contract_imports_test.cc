#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/import_store_contract.h"

namespace store {

using chat::Event;
using chat::EventKind;
using chat::RoomId;
using chat::StoreError;
using testing::SizeIs;

TEST_P(ImportStoreContract, a_log_keeps_its_places_and_reads_as_its_changes_say) {
    const RoomId room = make_closed("den");
    const std::vector<Event> log = {
        told(1, EventKind::member_joined),
        told(2, EventKind::message, "one"),
        told(3, EventKind::message, "mended"),  // as it reads by now, as exports have it
        told(4, EventKind::edited, "mended", 3),
        told(5, EventKind::message, ""),
        told(6, EventKind::deleted, "", 5),
        told(7, EventKind::reaction_added, "👍", 2),
        told(8, EventKind::message, "an answer", 2),
        told(9, EventKind::room_renamed, "Another name"),
        told(10, EventKind::member_left),
    };
    const auto imported = import(room, log);
    ASSERT_TRUE(imported.has_value());
    EXPECT_EQ(imported->head, 10U);
    EXPECT_EQ(imported->ordinal, 4U);
    const auto read = page({.room = room});
    ASSERT_TRUE(read.has_value());
    ASSERT_THAT(read->events, SizeIs(log.size()));
    for (std::size_t at = 0; at < log.size(); ++at) {
        SCOPED_TRACE(at);
        const Event& event = read->events[at];
        EXPECT_EQ(event.seq, log[at].seq);
        EXPECT_EQ(event.kind, log[at].kind);
        EXPECT_EQ(event.text, log[at].text);
        EXPECT_EQ(event.nickname, "ada");
        EXPECT_EQ(event.time, log[at].time);
        EXPECT_EQ(event.target, log[at].target);
    }
    EXPECT_EQ(read->events[2].standing->edited, log[3].time);
    EXPECT_EQ(read->events[4].standing->fate, chat::Standing::Fate::deleted);
    EXPECT_THAT(read->events[1].standing->reactions, SizeIs(1));
    EXPECT_EQ(read->events[7].standing->quote->text, "one");
    EXPECT_EQ(this->room(room).name, "den") << "what it says of the room does not happen";
    EXPECT_EQ(this->room(room).ordinal, 4U);
}

TEST_P(ImportStoreContract, an_edit_whose_words_are_gone_changes_nothing) {
    const RoomId room = make_closed("den");
    ASSERT_TRUE(
        import(room, {told(1, EventKind::message, "one"), told(2, EventKind::edited, "", 1)})
            .has_value());
    EXPECT_EQ(event(room, 1).text, "one");
    EXPECT_EQ(event(room, 1).standing, nullptr);
    EXPECT_EQ(event(room, 2).text, "");
}

TEST_P(ImportStoreContract, a_message_without_words_is_a_deleted_one) {
    const RoomId room = make_closed("den");
    // As the log of a room that does not keep its messages for ever: no event says that they went.
    const auto imported =
        import(room, {told(1, EventKind::message, ""), told(2, EventKind::edited, "", 1),
                      told(3, EventKind::reaction_added, "👍", 1),
                      told(4, EventKind::message, "an answer", 1)});
    ASSERT_TRUE(imported.has_value());
    ASSERT_NE(event(room, 1).standing, nullptr);
    EXPECT_EQ(event(room, 1).standing->fate, chat::Standing::Fate::deleted);
    EXPECT_THAT(event(room, 1).standing->reactions, SizeIs(0));
    EXPECT_EQ(event(room, 4).standing->quote->text, "");
    ASSERT_TRUE(import(room, {told(5, EventKind::deleted, "", 1)}).has_value());
    EXPECT_EQ(event(room, 1).standing->fate, chat::Standing::Fate::deleted);
}

TEST_P(ImportStoreContract, comes_in_parts_and_a_repeated_part_is_there_already) {
    const RoomId room = make_closed("den");
    const std::vector<Event> first = {told(1, EventKind::message, "one"),
                                      told(2, EventKind::message, "two")};
    ASSERT_TRUE(import(room, first).has_value());
    const auto again = import(room, first);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->head, 2U);
    const auto more = import(
        room, {told(2, EventKind::message, "another two"), told(3, EventKind::edited, "won", 1)});
    ASSERT_TRUE(more.has_value());
    EXPECT_EQ(more->head, 3U);
    const auto read = page({.room = room});
    EXPECT_EQ(read->events[1].text, "two");
    EXPECT_EQ(read->events[0].text, "won");
}

TEST_P(ImportStoreContract, a_gap_is_refused_and_nothing_is_kept) {
    const RoomId room = make_closed("den");
    EXPECT_EQ(import(room, {told(2, EventKind::message, "x")}).error(), StoreError::overtaken);
    EXPECT_EQ(
        import(room, {told(1, EventKind::message, "x"), told(3, EventKind::message, "y")}).error(),
        StoreError::overtaken);
    EXPECT_EQ(import(room, {told(0, EventKind::message, "x")}).error(), StoreError::overtaken);
    EXPECT_EQ(head(room), 0U);
}

TEST_P(ImportStoreContract, a_change_of_what_is_no_message_is_refused_and_nothing_is_kept) {
    const RoomId room = make_closed("den");
    const auto refused = [&](std::vector<Event> events) {
        EXPECT_EQ(import(room, std::move(events)).error(), StoreError::no_such_message);
        EXPECT_EQ(head(room), 0U);
    };
    refused({told(1, EventKind::message, "x"), told(2, EventKind::edited, "y", 3)});
    refused({told(1, EventKind::message, "x"), told(2, EventKind::edited, "y", 2)});
    refused({told(1, EventKind::message, "x"), told(2, EventKind::edited, "y", 0)});
    refused({told(1, EventKind::member_joined), told(2, EventKind::deleted, "", 1)});
    refused({told(1, EventKind::member_joined), told(2, EventKind::message, "answer", 1)});
    ASSERT_TRUE(import(room, {told(1, EventKind::member_joined)}).has_value());
    EXPECT_EQ(import(room, {told(2, EventKind::deleted, "", 1)}).error(),
              StoreError::no_such_message);
    EXPECT_EQ(head(room), 1U);
}

TEST_P(ImportStoreContract, only_into_a_closed_room_that_nobody_is_in) {
    const RoomId open = make_room("garden");
    const RoomId den = make_closed("den");
    const chat::User ada = make_user("ada", open);
    const std::vector<Event> log = {told(1, EventKind::message, "x")};
    EXPECT_EQ(import(open, log).error(), StoreError::not_allowed);
    EXPECT_EQ(import(RoomId("nowhere"), log).error(), StoreError::no_such_room);
    ASSERT_TRUE(import(den, log).has_value());
    ASSERT_TRUE(import(den, {}).has_value()) << "nothing is added, it only could be";
    join(den, ada);
    EXPECT_EQ(import(den, {told(3, EventKind::message, "y")}).error(), StoreError::not_allowed);
    EXPECT_EQ(import(den, {}).error(), StoreError::not_allowed);
    EXPECT_EQ(head(den), 2U);
    EXPECT_EQ(membership(ada, den)->read, 2U);
}

TEST_P(ImportStoreContract, goes_on_as_any_room) {
    const RoomId den = make_closed("den");
    const chat::User ada = make_user("ada", make_room("garden"));
    ASSERT_TRUE(import(den, {told(1, EventKind::message, "old")}).has_value());
    join(den, ada);
    chat::Append answer = message(den, ada, "n");
    answer.target = 1;
    ASSERT_TRUE(append(answer).has_value());
    chat::Append reaction = change(den, EventKind::reaction_added, ada);
    reaction.target = 1;
    reaction.text = "👍";
    ASSERT_TRUE(append(reaction).has_value());
    chat::Append edit = change(den, EventKind::edited, ada);
    edit.target = 1;
    edit.text = "words of hers";
    EXPECT_EQ(append(edit).error(), StoreError::not_the_author)
        << "who wrote it is nobody of this server, whatever they were called";
    EXPECT_THAT(page({.room = den})->events, SizeIs(4));
}

}  // namespace store
