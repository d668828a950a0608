#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite_fixture.h"

namespace store::sqlite {
namespace {

const chat::RoomId kGarden("garden");

class SqliteRoomLinks : public SqliteFixture {
protected:
    std::optional<chat::RoomLink> find_link() {
        const auto found = ask<std::optional<chat::RoomLink>>([&](auto reply) {
            store().room_records().find_link("token", clock_.wall(), std::move(reply));
        });
        EXPECT_TRUE(found.has_value());
        return found ? *found : std::nullopt;
    }
    std::vector<chat::RoomAuditEntry> audit() {
        const auto page = ask<chat::RoomAuditPage>([&](auto reply) {
            store().room_records().room_audit({.room = kGarden}, std::move(reply));
        });
        EXPECT_TRUE(page.has_value());
        return page ? page->entries : std::vector<chat::RoomAuditEntry>();
    }
};

TEST_F(SqliteRoomLinks, links_their_uses_and_the_audit_outlive_the_process) {
    open();
    create_room("garden");
    ASSERT_TRUE(create_guest("ada", base::Milliseconds(1'000), "garden").has_value());
    chat::NewRoomLink link{.link = {.id = chat::RoomLinkId("l1"),
                                    .room = kGarden,
                                    .creator = {.user = chat::UserId("ada"), .nickname = "ada"},
                                    .created = clock_.wall(),
                                    .expires = clock_.wall() + base::Milliseconds(100'000),
                                    .uses_max = 2},
                           .token = "token"};
    ASSERT_TRUE(ask<chat::RoomLink>([&](auto reply) {
                    store().room_records().make_link(link, std::move(reply));
                }).has_value());
    chat::Append joining = change_of("garden", chat::EventKind::member_joined, "bob", 0);
    joining.time = clock_.wall();
    joining.link = "token";
    ASSERT_TRUE(append(joining).has_value());

    close();
    open();
    link.link.uses = 1;
    EXPECT_EQ(find_link(), link.link);
    const auto entries = audit();
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].deed, chat::RoomDeed::link_made);
    EXPECT_EQ(entries[0].by.user, chat::UserId("ada")) << "whoever made it is still known";
    chat::Append again = joining;
    again.actor = chat::UserId("eve");
    EXPECT_TRUE(append(again).has_value());
    EXPECT_EQ(find_link(), std::nullopt);
}

}  // namespace
}  // namespace store::sqlite
