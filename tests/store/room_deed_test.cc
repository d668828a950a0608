#include "store/room_deed.h"

#include <gtest/gtest.h>

#include <optional>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"

namespace store {
namespace {

using chat::EventKind;
using chat::RoomAuditEntry;
using chat::RoomDeed;

const chat::Named kAda{.user = chat::UserId("u1"), .nickname = "ada"};
const chat::Named kBob{.user = chat::UserId("u2"), .nickname = "bob"};
const base::WallTime kTime{base::Milliseconds(1'700'000'000'000)};

/// What bob does, or is done to him.
chat::Append append_of(EventKind kind, const char* text = "", chat::Seq target = 0) {
    return {.room = chat::RoomId("r1"),
            .kind = kind,
            .actor = kBob.user,
            .nickname = kBob.nickname,
            .time = kTime,
            .text = text,
            .nonce = {},
            .target = target};
}

chat::Append by_ada(chat::Append append) {
    append.by = kAda;
    return append;
}

TEST(RoomDeed, pins_are_noted_with_their_message) {
    EXPECT_EQ(deed_of(append_of(EventKind::message_pinned, "", 7), {}),
              (RoomAuditEntry{.time = kTime, .by = kBob, .deed = RoomDeed::pinned, .detail = "7"}));
    EXPECT_EQ(
        deed_of(append_of(EventKind::message_unpinned, "", 7), {}),
        (RoomAuditEntry{.time = kTime, .by = kBob, .deed = RoomDeed::unpinned, .detail = "7"}));
}

TEST(RoomDeed, mutes_are_noted_with_their_end) {
    RoomAuditEntry entry{.time = kTime, .by = kAda, .deed = RoomDeed::muted, .person = kBob};
    EXPECT_EQ(deed_of(by_ada(append_of(EventKind::muted)), {}), entry) << "for ever";
    entry.until = base::WallTime(base::Milliseconds(1'700'000'000'005));
    EXPECT_EQ(deed_of(by_ada(append_of(EventKind::muted, "1700000000005")), {}), entry);
    entry.until = std::nullopt;
    entry.deed = RoomDeed::unmuted;
    EXPECT_EQ(deed_of(by_ada(append_of(EventKind::unmuted)), {}), entry);
}

TEST(RoomDeed, slow_mode_is_noted_with_its_seconds) {
    EXPECT_EQ(deed_of(append_of(EventKind::slow_mode_set, "30"), {}),
              (RoomAuditEntry{
                  .time = kTime, .by = kBob, .deed = RoomDeed::slow_mode_set, .detail = "30"}));
    EXPECT_EQ(deed_of(append_of(EventKind::slow_mode_set), {})->detail, "");
}

TEST(RoomDeed, how_long_messages_are_kept_is_noted_and_that_they_went_is_not) {
    EXPECT_EQ(deed_of(append_of(EventKind::retention_set, "30"), {}),
              (RoomAuditEntry{
                  .time = kTime, .by = kBob, .deed = RoomDeed::retention_set, .detail = "30"}));
    EXPECT_EQ(deed_of(append_of(EventKind::retention_set), {})->detail, "");
    EXPECT_EQ(deed_of(append_of(EventKind::expired, "3", 7), {}), std::nullopt);
}

TEST(RoomDeed, a_deletion_is_a_deed_when_the_message_is_anothers) {
    chat::Append deletion = append_of(EventKind::deleted, "", 7);
    EXPECT_FALSE(needs_author(deletion)) << "whoever reaches only their own deletes that";
    EXPECT_EQ(deed_of(deletion, {}), std::nullopt);
    deletion.reach = chat::Append::Reach::anyones;
    EXPECT_TRUE(needs_author(deletion));
    EXPECT_EQ(deed_of(deletion, kBob), std::nullopt);
    EXPECT_EQ(deed_of(deletion, kAda), (RoomAuditEntry{.time = kTime,
                                                       .by = kBob,
                                                       .deed = RoomDeed::message_deleted,
                                                       .person = kAda,
                                                       .detail = "7"}));
}

TEST(RoomDeed, what_people_say_and_do_themselves_is_none) {
    for (const EventKind kind :
         {EventKind::message, EventKind::edited, EventKind::reaction_added,
          EventKind::reaction_removed, EventKind::member_joined, EventKind::member_left}) {
        EXPECT_EQ(deed_of(append_of(kind, "x", 7), {}), std::nullopt) << static_cast<int>(kind);
    }
}

}  // namespace
}  // namespace store
