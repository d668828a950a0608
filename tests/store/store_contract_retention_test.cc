#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/retention_contract.h"

namespace store {

using chat::EventKind;
using chat::RoomId;
using chat::StoreError;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST_P(RetentionContract, a_new_room_keeps_its_messages_for_ever) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    say_at(10, id, ada);
    EXPECT_EQ(room(id).retention_days, 0U);
    EXPECT_EQ(room(id).expired, 0U);
    EXPECT_EQ(room(id).expired_ordinal, 0U);
    EXPECT_EQ(expire(id, 1000).error(), StoreError::no_change);
    EXPECT_EQ(expire(RoomId("nowhere"), 1000).error(), StoreError::no_such_room);
    EXPECT_THAT(gone(id), IsEmpty());
}

TEST_P(RetentionContract, how_long_is_an_event_and_stands_in_the_room) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const auto set = append(setting(id, ada, 30));
    ASSERT_TRUE(set.has_value());
    EXPECT_EQ(set->event, (chat::Event{.room = id,
                                       .seq = 1,
                                       .ordinal = 0,
                                       .kind = EventKind::retention_set,
                                       .actor = ada.id,
                                       .nickname = "ada",
                                       .time = at(20),
                                       .text = "30",
                                       .nonce = {}}));
    EXPECT_EQ(event(id, 1), set->event);
    EXPECT_EQ(room(id).retention_days, 30U);
    EXPECT_EQ(room(id).head, 1U);

    ASSERT_TRUE(append(setting(id, ada, 0)).has_value());
    EXPECT_EQ(event(id, 2).text, "");
    EXPECT_EQ(room(id).retention_days, 0U);
    EXPECT_EQ(expire(id, 1000).error(), StoreError::no_change) << "for ever again";
    EXPECT_EQ(append(setting(RoomId("nowhere"), ada, 30)).error(), StoreError::no_such_room);
}

TEST_P(RetentionContract, what_is_so_already_takes_no_place) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    EXPECT_EQ(append(setting(id, ada, 0)).error(), StoreError::no_change);
    ASSERT_TRUE(append(setting(id, ada, 30)).has_value());
    EXPECT_EQ(append(setting(id, ada, 30)).error(), StoreError::no_change);
    ASSERT_TRUE(append(setting(id, ada, 31)).has_value());
    EXPECT_EQ(head(id), 2U);
    EXPECT_THAT(audit(id), SizeIs(2));
}

TEST_P(RetentionContract, whoever_set_it_last_is_remembered_as_they_were_called_then) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    ASSERT_TRUE(append(setting(id, ada, 30)).has_value());
    EXPECT_EQ(expire(id, 0)->by, (chat::Named{.user = ada.id, .nickname = "ada"}));
    ASSERT_TRUE(append(setting(id, bob, 7)).has_value());
    ASSERT_TRUE(append(change(id, EventKind::member_left, bob)).has_value());
    ASSERT_TRUE(rename_user(bob.id, "Robert", "robert").has_value());
    EXPECT_EQ(append(setting(id, ada, 7)).error(), StoreError::no_change);
    EXPECT_EQ(expire(id, 0)->by, (chat::Named{.user = bob.id, .nickname = "bob"}));
}

TEST_P(RetentionContract, setting_it_stands_in_the_rooms_audit_and_what_follows_does_not) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    put(setting(id, ada, 30));
    say_at(10, id, ada);
    put(setting(id, ada, 0));
    put(setting(id, ada, 7));
    ASSERT_TRUE(expire(id, 500).has_value());
    put(expiry(id, ada, 2, 1));
    chat::RoomAuditEntry entry{.number = 1,
                               .time = at(20),
                               .by = {.user = ada.id, .nickname = "ada"},
                               .deed = chat::RoomDeed::retention_set,
                               .detail = "30"};
    const auto all = audit(id);
    ASSERT_THAT(all, SizeIs(3));
    EXPECT_EQ(all[2], entry);
    entry.number = 2;
    entry.detail = "";
    EXPECT_EQ(all[1], entry);
    entry.number = 3;
    entry.detail = "7";
    EXPECT_EQ(all[0], entry);
}

TEST_P(RetentionContract, an_expired_moves_where_the_log_begins) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    put(setting(id, ada, 30));
    for (const int time : {1, 2, 3})
        say_at(time, id, ada);
    ASSERT_TRUE(expire(id, 3).has_value());
    EXPECT_EQ(room(id).expired, 0U) << "until everybody is told";
    EXPECT_EQ(head(id), 4U);

    const auto told = append(expiry(id, ada, 3, 2));
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->event, (chat::Event{.room = id,
                                        .seq = 5,
                                        .ordinal = 3,
                                        .kind = EventKind::expired,
                                        .actor = ada.id,
                                        .nickname = "ada",
                                        .time = at(20),
                                        .text = "2",
                                        .nonce = {},
                                        .target = 3}));
    EXPECT_EQ(event(id, 5), told->event);
    EXPECT_EQ(room(id).expired, 3U);
    EXPECT_EQ(room(id).expired_ordinal, 2U);
    EXPECT_EQ(room(id).head, 5U);
    EXPECT_EQ(room(id).ordinal, 3U);
    EXPECT_THAT(page({.room = id})->events, SizeIs(5)) << "the log has all its places";
}

TEST_P(RetentionContract, an_expired_that_says_nothing_new_takes_no_place) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    for (const int time : {1, 2, 3})
        say_at(time, id, ada);
    EXPECT_EQ(append(expiry(id, ada, 0, 0)).error(), StoreError::no_change);
    EXPECT_EQ(append(expiry(id, ada, 4, 4)).error(), StoreError::no_such_message)
        << "the log does not reach there";
    put(expiry(id, ada, 2, 2));
    EXPECT_EQ(append(expiry(id, ada, 2, 2)).error(), StoreError::no_change);
    EXPECT_EQ(append(expiry(id, ada, 1, 1)).error(), StoreError::no_change);
    EXPECT_EQ(room(id).expired, 2U);
    EXPECT_EQ(head(id), 4U);
    put(expiry(id, ada, 4, 3));
    EXPECT_EQ(room(id).expired_ordinal, 3U);
    EXPECT_EQ(append(expiry(RoomId("nowhere"), ada, 1, 1)).error(), StoreError::no_such_room);
}

TEST_P(RetentionContract, whoever_makes_it_expire_need_not_be_there) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    say_at(1, id, ada);
    put(change(id, EventKind::member_left, ada));
    put(expiry(id, ada, 1, 1));
    EXPECT_EQ(room(id).expired, 1U);
    EXPECT_EQ(membership(ada, id), std::nullopt);
}

TEST_P(RetentionContract, an_archived_room_takes_no_other_term_and_expires_all_the_same) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    put(setting(id, ada, 30));
    say_at(10, id, ada);
    put(change(id, EventKind::room_archived, ada));
    EXPECT_EQ(append(setting(id, ada, 7)).error(), StoreError::archived);
    EXPECT_EQ(append(setting(id, ada, 30)).error(), StoreError::archived);
    EXPECT_EQ(expire(id, 15, 1)->up_to, 0U) << "the first event is not old enough";
    ASSERT_EQ(expire(id, 500)->up_to, 3U);
    EXPECT_THAT(gone(id), ElementsAre(2U));
    put(expiry(id, ada, 3, 1));
    EXPECT_EQ(room(id).expired, 3U);
    EXPECT_EQ(room(id).use, chat::RoomUse::archived);
    EXPECT_EQ(append(message(id, ada, "10", "words")).error(), StoreError::archived)
        << "no nonce is left of what is gone";
}

TEST_P(RetentionContract, an_imported_log_says_it_and_it_does_not_happen) {
    const RoomId den = make_closed("den");
    ASSERT_TRUE(
        import(den, {told(1, EventKind::member_joined), told(2, EventKind::message, "one"),
                     told(3, EventKind::retention_set, "30"), told(4, EventKind::expired, "1", 3),
                     told(5, EventKind::message, "an answer", 2)})
            .has_value());
    EXPECT_EQ(room(den).retention_days, 0U);
    EXPECT_EQ(room(den).expired, 0U);
    EXPECT_EQ(room(den).expired_ordinal, 0U);
    EXPECT_THAT(audit(den), IsEmpty());
    EXPECT_EQ(event(den, 2).text, "one");
    EXPECT_EQ(event(den, 3).text, "30");
    EXPECT_EQ(event(den, 4).kind, EventKind::expired);
    EXPECT_EQ(event(den, 4).text, "1");
    EXPECT_EQ(event(den, 4).target, 3U) << "which is no message";
    EXPECT_EQ(expire(den, 1000).error(), StoreError::no_change);

    const chat::User ada = make_user("ada", make_room("garden"));
    put(setting(den, ada, 7));
    const auto expired = expire(den, 6);
    ASSERT_TRUE(expired.has_value());
    EXPECT_EQ(expired->up_to, 5U);
    EXPECT_EQ(expired->ordinal, 2U);
    EXPECT_THAT(gone(den), ElementsAre(2U, 5U));
}

}  // namespace store
