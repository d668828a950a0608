#include "chat/server_rooms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/administration_world.h"
#include "chat/audit.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace chat {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ServerRoomsTest : public AdministrationWorld {
protected:
    void SetUp() override {
        AdministrationWorld::SetUp();
        host = come_back(member.token);
        garden = created(host, "Garden");
        created(host, "Attic");
        created(host, "Den", RoomKind::closed);
    }
    std::vector<std::string> names(const ServerRoomsRequest& request = {}) {
        std::vector<std::string> all;
        const auto page = server_rooms(by(admin), request);
        EXPECT_TRUE(page.has_value());
        for (const ServerRoom& room : page->rooms)
            all.push_back(room.room.name);
        if (page->more) all.emplace_back("...");
        return all;
    }

    Guest host;
    RoomId garden;
};

TEST_F(ServerRoomsTest, are_the_public_ones_by_name) {
    EXPECT_THAT(names(), ElementsAre("Attic", "Garden", "Lobby"));
    EXPECT_THAT(names({.query = "ARD"}), ElementsAre("Garden"));
    EXPECT_THAT(names({.query = "Den"}), ElementsAre("Garden"))
        << "a private room is none of theirs to see";
    EXPECT_THAT(names({.query = "\n"}), IsEmpty());
    EXPECT_THAT(names({.limit = 2}), ElementsAre("Attic", "Garden", "..."));
    EXPECT_THAT(names({.after = garden}), ElementsAre("Lobby"));
    EXPECT_THAT(names({.after = garden, .limit = 1}), ElementsAre("Lobby"));
    EXPECT_EQ(error_of(server_rooms(by(admin), {.after = RoomId("none")})),
              AccountError::not_found);
    EXPECT_EQ(error_of(server_rooms(by(moderator))), AccountError::forbidden);
}

TEST_F(ServerRoomsTest, say_how_much_goes_on_there) {
    ASSERT_TRUE(post(host, "one", "n1", garden).has_value());
    ASSERT_TRUE(post(host, "two", "n2", garden).has_value());
    const auto page = server_rooms(by(admin), {.query = "Garden"});
    ASSERT_EQ(page->rooms.size(), 1U);
    EXPECT_EQ(page->rooms[0].room.ordinal, 2U);
    EXPECT_EQ(page->rooms[0].present, 1U);
}

TEST_F(ServerRoomsTest, are_archived_and_restored_by_whoever_is_not_in_them) {
    const auto archived = set_room_use(by(admin), garden, RoomUse::archived);
    ASSERT_TRUE(archived.has_value());
    EXPECT_EQ(archived->room.use, RoomUse::archived);
    EXPECT_THAT(heard(host), Contains(AllOf(HasSubstr("Adam"), HasSubstr("archived"))));
    EXPECT_EQ(post(host, "late", "n", garden).error().error, ChatError::archived);
    EXPECT_EQ(last_entry().action, AuditAction::room_archived);
    EXPECT_EQ(last_entry().detail, "Garden");
    EXPECT_EQ(last_entry().by, (Named{.user = admin.user.id, .nickname = "Adam"}));
    EXPECT_THAT(names(), ElementsAre("Attic", "Garden", "Lobby")) << "it is still listed here";

    const AuditEntry before = last_entry();
    const auto again = set_room_use(by(owner), garden, RoomUse::archived);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->room.use, RoomUse::archived);
    EXPECT_EQ(last_entry(), before) << "once more changes nothing";

    const auto restored = set_room_use(by(owner), garden, RoomUse::active);
    ASSERT_TRUE(restored.has_value());
    EXPECT_EQ(restored->room.use, RoomUse::active);
    EXPECT_EQ(last_entry().action, AuditAction::room_restored);
    EXPECT_TRUE(post(host, "again", "n2", garden).has_value());
}

TEST_F(ServerRoomsTest, of_which_some_are_not_theirs_to_archive) {
    const auto error = [this](const Credentials& who, const RoomId& room) {
        return error_of(set_room_use(who, room, RoomUse::archived));
    };
    EXPECT_EQ(error(by(admin), kLobby), AccountError::forbidden);
    EXPECT_EQ(error(by(moderator), garden), AccountError::forbidden);
    EXPECT_EQ(error(by_key(), garden), AccountError::forbidden) << "it has no name in the room";
    const RoomId den = created(host, "Cellar", RoomKind::closed);
    EXPECT_EQ(error(by(owner), den), AccountError::not_found);
    EXPECT_EQ(error(by(owner), RoomId("none")), AccountError::not_found);
}

TEST_F(ServerRoomsTest, a_store_that_fails_changes_nothing) {
    store.fail(Call::append, 1);
    EXPECT_EQ(error_of(set_room_use(by(admin), garden, RoomUse::archived)),
              AccountError::unavailable);
    EXPECT_TRUE(post(host, "still open", "n", garden).has_value());
    admin_store.fail(AdminCall::note, 1);
    EXPECT_TRUE(set_room_use(by(admin), garden, RoomUse::archived).has_value())
        << "what is done is done, whether it is noted or not";
}

}  // namespace
}  // namespace chat
