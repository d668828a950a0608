#include "chat/room_audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/links_world.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/weight.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class RoomAuditTest : public LinksWorld {
protected:
    std::vector<RoomDeed> deeds(const Guest& guest, const RoomId& room) {
        std::vector<RoomDeed> all;
        const auto page = audit(guest, {.room = room, .limit = 200});
        EXPECT_TRUE(page.has_value());
        if (!page) return all;
        for (const RoomAuditEntry& entry : page->entries)
            all.push_back(entry.deed);
        return all;
    }
};

TEST_F(RoomAuditTest, all_that_is_done_to_a_room_stands_there_the_newest_first) {
    const auto said = post(bob, "rude", "n", den);
    ASSERT_TRUE(said.has_value());
    ASSERT_TRUE(remove(ada, said->seq, den).has_value());
    ASSERT_TRUE(set_topic(ada, den, "What ages").has_value());
    ASSERT_TRUE(rename(ada, den, "Cellar").has_value());
    ASSERT_TRUE(set_host(ada, den, id_of(bob)).has_value());
    ASSERT_TRUE(set_host(bob, den, id_of(bob), HostWish::Set::off).has_value());
    ASSERT_TRUE(kick(ada, den, id_of(bob)).has_value());
    ASSERT_TRUE(ban(ada, den, id_of(bob), clock.wall() + 1h, "rude").has_value());
    ASSERT_TRUE(lift_ban(ada, den, id_of(bob)).has_value());
    ASSERT_TRUE(set_use(ada, den, RoomUse::archived).has_value());
    ASSERT_TRUE(set_use(ada, den, RoomUse::active).has_value());
    const auto link = make_link(ada, den);
    ASSERT_TRUE(revoke_link(ada, den, link->link.id).has_value());
    EXPECT_THAT(
        deeds(ada, den),
        ElementsAre(RoomDeed::link_revoked, RoomDeed::link_made, RoomDeed::restored,
                    RoomDeed::archived, RoomDeed::ban_lifted, RoomDeed::banned, RoomDeed::removed,
                    RoomDeed::host_removed, RoomDeed::host_made, RoomDeed::renamed,
                    RoomDeed::topic_changed, RoomDeed::message_deleted, RoomDeed::added));
    const auto page = audit(ada, {.room = den, .before = 8, .limit = 1});
    ASSERT_TRUE(page.has_value());
    EXPECT_TRUE(page->more);
    EXPECT_THAT(page->entries, ElementsAre(RoomAuditEntry{.number = 7,
                                                          .time = clock.wall(),
                                                          .by = named(ada),
                                                          .deed = RoomDeed::removed,
                                                          .person = named(bob)}));
}

TEST_F(RoomAuditTest, is_for_those_who_look_after_the_room) {
    const Guest out = enter_as(Role::owner, "Olga");
    const RoomId pair = direct(ada, {id_of(bob)})->room.id;
    EXPECT_TRUE(audit(ada, {.room = tea}).has_value());
    EXPECT_TRUE(audit(mia, {.room = tea}).has_value()) << "a moderator";
    EXPECT_EQ(error_of(audit(bob, {.room = tea})), ChatError::forbidden);
    EXPECT_EQ(error_of(audit(ada, {.room = pair})), ChatError::forbidden);
    EXPECT_EQ(error_of(audit(out, {.room = tea})), ChatError::not_a_member);
    EXPECT_EQ(error_of(audit(out, {.room = den})), ChatError::not_found);
    EXPECT_EQ(error_of(audit(ada, {.room = RoomId("nowhere")})), ChatError::not_found);
    EXPECT_EQ(error_of(audit(ada, {.room = kLobby})), ChatError::forbidden);
    EXPECT_THAT(audit(mia, {.room = kLobby})->entries, IsEmpty());
}

TEST_F(RoomAuditTest, is_read_in_an_archived_room_too) {
    ASSERT_TRUE(set_use(ada, tea, RoomUse::archived).has_value());
    EXPECT_THAT(deeds(ada, tea), ElementsAre(RoomDeed::archived));
}

TEST_F(RoomAuditTest, who_lost_their_rights_meanwhile_reads_nothing) {
    Answer<RoomAuditPage> answer;
    room_records.hold(RecordCall::room_audit);
    chat().room_audit(ada.connection, {.room = tea}, into(answer));
    executor.run();
    ASSERT_TRUE(set_host(ada, tea, id_of(ada), HostWish::Set::off).has_value());
    room_records.let_go(RecordCall::room_audit);
    EXPECT_EQ(error_of(take(answer)), ChatError::forbidden);
}

TEST_F(RoomAuditTest, a_store_that_fails_is_told) {
    room_records.fail(RecordCall::room_audit, 1);
    EXPECT_EQ(error_of(audit(ada, {.room = tea})), ChatError::unavailable);
}

TEST_F(RoomAuditTest, a_page_is_no_heavier_than_a_connection_bears) {
    Limits limits = limits_without_rates();
    limits.page_bytes_max = 2'000;
    make_chat(limits);
    start();
    ada = come_back("Ada");
    for (int i = 0; i < 10; ++i) {
        ASSERT_TRUE(set_topic(ada, tea, std::to_string(i) + std::string(240, '"')).has_value());
    }
    std::vector<std::string> topics;
    std::uint64_t before = 0;
    for (bool is_more = true; is_more;) {
        const auto page = audit(ada, {.room = tea, .before = before});
        ASSERT_TRUE(page.has_value());
        ASSERT_FALSE(page->entries.empty());
        std::uint64_t bytes = 0;
        for (const RoomAuditEntry& entry : page->entries) {
            bytes += weight_of(entry);
            topics.push_back(entry.detail.substr(0, 1));
        }
        EXPECT_LE(bytes, 2'000U);
        before = page->entries.back().number;
        is_more = page->more;
    }
    EXPECT_THAT(topics, ElementsAre("9", "8", "7", "6", "5", "4", "3", "2", "1", "0"));
}

}  // namespace
}  // namespace chat
