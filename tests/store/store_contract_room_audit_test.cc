#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/room_links_contract.h"

namespace store {

using chat::EventKind;
using chat::RoomAuditEntry;
using chat::RoomDeed;
using chat::RoomId;
using chat::StoreError;
using testing::IsEmpty;
using testing::SizeIs;

TEST_P(RoomLinksContract, what_is_done_to_people_is_noted) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    const struct {
        EventKind kind;
        RoomDeed deed;
    } cases[] = {
        {EventKind::member_joined, RoomDeed::added},
        {EventKind::host_made, RoomDeed::host_made},
        {EventKind::host_removed, RoomDeed::host_removed},
        {EventKind::member_left, RoomDeed::removed},
    };
    std::uint64_t number = 0;
    for (const auto& [kind, deed] : cases) {
        SCOPED_TRACE(static_cast<int>(kind));
        ASSERT_TRUE(append(by(id, kind, bob, ada)).has_value());
        EXPECT_EQ(last_deed(id), (RoomAuditEntry{.number = ++number,
                                                 .time = at(20),
                                                 .by = named(ada),
                                                 .deed = deed,
                                                 .person = named(bob)}));
    }
    EXPECT_THAT(audit(id), SizeIs(4));
}

TEST_P(RoomLinksContract, who_joins_leaves_writes_or_is_refused_leaves_no_note) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", make_room("elsewhere"));
    join(id, bob);
    ASSERT_TRUE(append(message(id, bob, "n")).has_value());
    ASSERT_TRUE(append(about(id, EventKind::edited, bob, 2, "mended")).has_value());
    ASSERT_TRUE(append(about(id, EventKind::reaction_added, ada, 2, "x")).has_value());
    ASSERT_TRUE(append(about(id, EventKind::deleted, bob, 2)).has_value());
    ASSERT_TRUE(append(change(id, EventKind::member_left, bob)).has_value());
    EXPECT_FALSE(append(by(id, EventKind::host_made, bob, ada)).has_value());
    EXPECT_FALSE(append(to_room(id, EventKind::room_restored, ada)).has_value());
    EXPECT_FALSE(lift_ban(id, bob).has_value());
    EXPECT_FALSE(revoke_link(id, "l1", ada).has_value());
    EXPECT_THAT(audit(id), IsEmpty());
}

TEST_P(RoomLinksContract, what_is_done_to_the_room_is_noted) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const struct {
        EventKind kind;
        const char* text;
        RoomDeed deed;
    } cases[] = {
        {EventKind::room_renamed, "orchard", RoomDeed::renamed},
        {EventKind::topic_changed, "what grows", RoomDeed::topic_changed},
        {EventKind::topic_changed, "", RoomDeed::topic_changed},
        {EventKind::room_archived, "", RoomDeed::archived},
        {EventKind::room_restored, "", RoomDeed::restored},
    };
    std::uint64_t number = 0;
    for (const auto& [kind, text, deed] : cases) {
        SCOPED_TRACE(std::to_string(static_cast<int>(kind)) + text);
        ASSERT_TRUE(append(to_room(id, kind, ada, text)).has_value());
        EXPECT_EQ(last_deed(id), (RoomAuditEntry{.number = ++number,
                                                 .time = at(20),
                                                 .by = named(ada),
                                                 .deed = deed,
                                                 .detail = text}));
    }
}

TEST_P(RoomLinksContract, stepping_down_is_noted_of_oneself) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    ASSERT_TRUE(append(change(id, EventKind::host_made, ada)).has_value());
    ASSERT_TRUE(append(change(id, EventKind::host_removed, ada)).has_value());
    EXPECT_EQ(last_deed(id), (RoomAuditEntry{.number = 2,
                                             .time = at(20),
                                             .by = named(ada),
                                             .deed = RoomDeed::host_removed,
                                             .person = named(ada)}));
}

TEST_P(RoomLinksContract, a_deletion_is_noted_when_the_message_is_anothers) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    ASSERT_TRUE(append(message(id, bob, "n")).has_value());
    ASSERT_TRUE(append(message(id, ada, "m")).has_value());
    chat::Append deletion = about(id, EventKind::deleted, ada, 1);
    deletion.reach = chat::Append::Reach::anyones;
    ASSERT_TRUE(append(deletion).has_value());
    ASSERT_TRUE(append(deletion).has_value()) << "a second time nothing happens";
    EXPECT_EQ(last_deed(id), (RoomAuditEntry{.number = 1,
                                             .time = at(20),
                                             .by = named(ada),
                                             .deed = RoomDeed::message_deleted,
                                             .person = named(bob),
                                             .detail = "1"}));
    deletion.target = 2;
    ASSERT_TRUE(append(deletion).has_value()) << "her own";
    EXPECT_THAT(audit(id), SizeIs(1));
}

TEST_P(RoomLinksContract, bans_are_noted_once_and_so_are_their_ends) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    ASSERT_TRUE(ban(id, ban_of(bob, ada, 1'000)).has_value());
    RoomAuditEntry banned{.number = 1,
                          .time = at(100),
                          .by = named(ada),
                          .deed = RoomDeed::banned,
                          .person = named(bob),
                          .detail = "enough",
                          .until = at(1'000)};
    EXPECT_EQ(audit(id), std::vector{banned}) << "that he had to go is not noted beside it";
    ASSERT_TRUE(lift_ban(id, bob).has_value());
    EXPECT_EQ(last_deed(id), (RoomAuditEntry{.number = 2,
                                             .time = at(0),
                                             .by = named(bob),
                                             .deed = RoomDeed::ban_lifted,
                                             .person = named(bob)}));
    ASSERT_TRUE(ban(id, ban_of(bob, ada)).has_value());
    banned.number = 3;
    banned.until = std::nullopt;
    EXPECT_EQ(last_deed(id), banned);
}

TEST_P(RoomLinksContract, links_made_and_taken_back_are_noted_by_their_ids) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    ASSERT_TRUE(make_link(link_of(id, "l1", ada)).has_value());
    EXPECT_EQ(last_deed(id), (RoomAuditEntry{.number = 1,
                                             .time = at(100),
                                             .by = named(ada),
                                             .deed = RoomDeed::link_made,
                                             .detail = "l1"}));
    ASSERT_TRUE(revoke_link(id, "l1", bob, 300).has_value());
    EXPECT_EQ(last_deed(id), (RoomAuditEntry{.number = 2,
                                             .time = at(300),
                                             .by = named(bob),
                                             .deed = RoomDeed::link_revoked,
                                             .detail = "l1"}));
    ASSERT_TRUE(make_link(link_of(id, "l2", ada)).has_value());
    ASSERT_TRUE(append(joining(id, make_user("eve", make_room("elsewhere")), "l2")).has_value());
    EXPECT_THAT(audit(id), SizeIs(3)) << "joining by one is in the log";
}

TEST_P(RoomLinksContract, an_audit_is_read_by_pages) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    for (int i = 1; i <= 5; ++i) {
        ASSERT_TRUE(append(to_room(id, EventKind::topic_changed, ada, std::to_string(i))));
    }
    ASSERT_TRUE(append(to_room(make_room("cellar"), EventKind::topic_changed, ada, "x")));
    const auto numbers = [](const chat::RoomAuditPage& page) {
        std::vector<std::uint64_t> all;
        for (const RoomAuditEntry& entry : page.entries)
            all.push_back(entry.number);
        return all;
    };
    using Numbers = std::vector<std::uint64_t>;
    const auto first = audit_page({.room = id, .limit = 2});
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(numbers(*first), (Numbers{5, 4}));
    EXPECT_TRUE(first->more);
    const auto second = audit_page({.room = id, .before = 4, .limit = 3});
    EXPECT_EQ(numbers(*second), (Numbers{3, 2, 1}));
    EXPECT_FALSE(second->more);
    EXPECT_THAT(audit_page({.room = id, .before = 1})->entries, IsEmpty());
    EXPECT_THAT(audit(RoomId("cellar")), SizeIs(1)) << "each room has its own";
    EXPECT_EQ(audit_page({.room = RoomId("nowhere")}).error(), StoreError::no_such_room);
}

TEST_P(RoomLinksContract, an_audit_has_an_end) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    std::vector<std::optional<Answer<chat::Appended>>> answers(chat::kRoomAuditMax + 2);
    constexpr std::size_t kAtOnce = 500;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        store().append(to_room(id, EventKind::topic_changed, ada, std::to_string(i)),
                       into(answers[i]));
        if (i % kAtOnce == 0) {
            ASSERT_TRUE(wait_for(answers[i]).has_value());
        }
    }
    ASSERT_TRUE(wait_for(answers.back()).has_value());
    EXPECT_EQ(last_deed(id).number, chat::kRoomAuditMax + 2);
    const auto oldest = audit_page({.room = id, .before = 5, .limit = 10});
    ASSERT_TRUE(oldest.has_value());
    ASSERT_THAT(oldest->entries, SizeIs(2));
    EXPECT_EQ(oldest->entries.back().number, 3U);
}

}  // namespace store
