#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/migrations/sqlite.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite_fixture.h"

namespace store::sqlite {
namespace {

using chat::EventKind;
using testing::ElementsAre;
using testing::IsEmpty;

class SqlitePins : public SqliteFixture {
protected:
    /// The seqs of the pinned messages.
    std::vector<chat::Seq> pinned() {
        const auto pins = ask<std::vector<chat::Pin>>(
            [&](auto reply) { store().room_records().pins(chat::kLobby, std::move(reply)); });
        EXPECT_TRUE(pins.has_value());
        std::vector<chat::Seq> seqs;
        for (const chat::Pin& pin : pins ? *pins : std::vector<chat::Pin>())
            seqs.push_back(pin.message.seq);
        return seqs;
    }
    std::vector<std::string> versions_of(chat::Seq message) {
        const auto found = ask<chat::Versions>([&](auto reply) {
            store().room_records().versions(chat::kLobby, message, std::move(reply));
        });
        EXPECT_TRUE(found.has_value());
        std::vector<std::string> texts;
        for (const chat::Version& version : found ? found->versions : std::vector<chat::Version>())
            texts.push_back(version.text);
        return texts;
    }
    bool pin(chat::Seq message, EventKind kind = EventKind::message_pinned) {
        return append(change_of("lobby", kind, "ada", message)).has_value();
    }
};

TEST_F(SqlitePins, stand_after_a_restart) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(append(message_of("lobby", "ada", "1", "one")).has_value());
    ASSERT_TRUE(append(message_of("lobby", "ada", "2", "two")).has_value());
    ASSERT_TRUE(append(change_of("lobby", EventKind::edited, "ada", 1, "uno")).has_value());
    ASSERT_TRUE(pin(1));
    ASSERT_TRUE(pin(2));
    close();
    open();
    EXPECT_THAT(pinned(), ElementsAre(2U, 1U));
    EXPECT_THAT(versions_of(1), ElementsAre("one", "uno"));
    ASSERT_TRUE(pin(2, EventKind::message_unpinned));
    close();
    open();
    EXPECT_THAT(pinned(), ElementsAre(1U));
    EXPECT_EQ(append(change_of("lobby", EventKind::message_pinned, "ada", 1)).error(),
              chat::StoreError::no_change);
}

TEST_F(SqlitePins, a_pin_that_could_not_be_written_is_none) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(append(message_of("lobby", "ada", "1")).has_value());
    const auto set = [this](const char* sql) {
        SqliteDatabase({.file = database_file(), .vfs = {}}).execute(sql);
    };
    set("CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.kind = 14 "
        "BEGIN SELECT RAISE(ABORT, 'poison'); END");
    EXPECT_FALSE(pin(1));
    EXPECT_THAT(pinned(), IsEmpty());
    set("DROP TRIGGER refuse");
    EXPECT_TRUE(pin(1));
    EXPECT_THAT(pinned(), ElementsAre(1U));
    set("CREATE TRIGGER refuse BEFORE DELETE ON pins BEGIN SELECT RAISE(ABORT, 'poison'); END");
    EXPECT_FALSE(append(change_of("lobby", EventKind::deleted, "ada", 1)).has_value());
    EXPECT_THAT(pinned(), ElementsAre(1U));
    EXPECT_EQ(page({.room = chat::kLobby})->events.at(0).standing, nullptr)
        << "deleted and unpinned, or neither";
}

TEST_F(SqlitePins, what_was_edited_before_there_were_pins_has_its_versions) {
    std::filesystem::create_directory(directory());
    {
        SqliteDatabase database({.file = database_file(), .vfs = {}});
        migrate(database, migrations::sqlite().first(6));
        database.execute(
            "INSERT INTO rooms VALUES (1, 'lobby', 'lobby', 'lobby', 1, 5, 2, 1, '', 1);"
            "INSERT INTO users VALUES (1, 'ada', 'ada', 1, 0, 1, '', -1);"
            "INSERT INTO events VALUES ((1 << 36) + 1, 1, 1, 'ada', 9, 1, 'one', 'n', 0, 0, '');"
            "INSERT INTO events VALUES ((1 << 36) + 2, 4, 1, 'ada', 9, 1, 'uno', '', 1, 0, '');"
            "INSERT INTO standings VALUES ((1 << 36) + 1, 2, (1 << 36) + 2, 0);"
            "INSERT INTO edits VALUES ((1 << 36) + 1, (1 << 36) + 2);");
    }
    open();
    EXPECT_THAT(versions_of(1), ElementsAre("one", "uno"));
    EXPECT_THAT(pinned(), IsEmpty());
    EXPECT_TRUE(pin(1));
    EXPECT_THAT(pinned(), ElementsAre(1U));
}

}  // namespace
}  // namespace store::sqlite
