#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/migrations/migration.h"
#include "store/migrations/sqlite.h"
#include "store/sql/failure.h"
#include "store/sql/statement.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite_fixture.h"
#include "support/faulty_vfs.h"

namespace store::sqlite {
namespace {

using migrations::Migration;
using support::FaultyVfs;

void write_file(const std::string& path, const std::string& octets) {
    std::ofstream(path, std::ios::binary) << octets;
}

class SqliteOpen : public SqliteFixture {
protected:
    /// The refusal must be this one, with all these words in its sentence.
    void expect_refusal(OpenError error, std::initializer_list<const char*> words) {
        const auto opened = try_open();
        ASSERT_FALSE(opened.has_value());
        EXPECT_EQ(opened.error().error, error);
        for (const char* word : words)
            EXPECT_NE(opened.error().sentence.find(word), std::string::npos)
                << opened.error().sentence << " lacks " << word;
    }
    void make_directory() { std::filesystem::create_directory(directory()); }
    void change_database(const char* sql) {
        SqliteDatabase({.file = database_file(), .vfs = {}}).execute(sql);
    }
};

TEST_F(SqliteOpen, makes_the_directory_for_its_user_only) {
    open();
    struct stat status{};
    ASSERT_EQ(::stat(directory().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);
    EXPECT_TRUE(std::filesystem::exists(database_file()));
    EXPECT_TRUE(store().is_ready());
}

TEST_F(SqliteOpen, keeps_everything_from_one_run_to_the_next) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(create_guest("ada", base::Milliseconds(1000)).has_value());
    const auto appended = append(message_of("lobby", "ada", "1"));
    ASSERT_TRUE(appended.has_value());
    close();

    open();
    EXPECT_EQ(append(message_of("lobby", "ada", "1"))->outcome, chat::Appended::Outcome::repeated);
    EXPECT_EQ(append(message_of("lobby", "ada", "2"))->event.seq, 2U);
    EXPECT_EQ(page({.room = chat::kLobby})->events.at(0), appended->event);
    const auto found = find_user("token of ada", clock_.wall());
    ASSERT_TRUE(found.has_value());
    ASSERT_TRUE(found->has_value());
    EXPECT_EQ(
        (*found)->memberships.at(0),
        (chat::Membership{.room = chat::kLobby, .read = 2, .read_ordinal = 2, .mentions_to = 2}));
}

TEST_F(SqliteOpen, takes_a_path_without_a_folder_and_with_folders_that_are_missing) {
    make_directory();
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(directory());
    for (const char* path : {"named", "./dotted/", "one/two/three"}) {
        const auto opened =
            SqliteStore::open(path, {replies_, clock_, base::Log::none(), metrics_});
        EXPECT_TRUE(opened.has_value()) << path;
    }
    std::filesystem::current_path(before);
}

TEST_F(SqliteOpen, refuses_a_path_that_cannot_be_a_directory) {
    write_file(directory(), "a file");
    expect_refusal(OpenError::directory_unusable, {"data directory", "ot a directory", "--data"});

    const auto below =
        SqliteStore::open(directory() + "/below", {replies_, clock_, base::Log::none(), metrics_});
    ASSERT_FALSE(below.has_value());
    EXPECT_EQ(below.error().error, OpenError::directory_unusable);
}

TEST_F(SqliteOpen, refuses_a_directory_that_another_parlor_uses) {
    open();
    expect_refusal(OpenError::in_use, {"in use by another running Parlor (process ", "--data"});
    close();
    EXPECT_TRUE(try_open().has_value());
}

TEST_F(SqliteOpen, refuses_a_database_of_a_newer_version) {
    open();
    close();
    change_database("PRAGMA user_version = 70");
    expect_refusal(OpenError::newer_schema,
                   {"newer Parlor (schema 70, this one knows 13)", "--data"});
    change_database("PRAGMA user_version = 13");
    EXPECT_TRUE(try_open().has_value());
}

TEST_F(SqliteOpen, refuses_the_database_of_another_program) {
    make_directory();
    change_database("CREATE TABLE bookmarks (url TEXT)");
    expect_refusal(OpenError::foreign_database, {"not one of Parlor"});
    change_database("SELECT url FROM bookmarks");  // and leaves it as it was
}

TEST_F(SqliteOpen, refuses_what_is_no_database) {
    make_directory();
    write_file(database_file(), std::string(10'000, '?'));
    expect_refusal(OpenError::damaged, {"damaged", "backup"});
}

TEST_F(SqliteOpen, refuses_a_database_whose_beginning_is_broken) {
    open();
    close();
    {
        std::fstream file(database_file(), std::ios::in | std::ios::out | std::ios::binary);
        constexpr int kAfterTheHeader = 100;
        file.seekp(kAfterTheHeader);
        file << std::string(3'000, '\xFF');
    }
    expect_refusal(OpenError::damaged, {"damaged"});
}

TEST_F(SqliteOpen, works_after_a_first_start_that_failed_anywhere) {
    FaultyVfs vfs;
    Options options;
    options.vfs = vfs.name();
    std::uint64_t n = 1;
    for (bool was_refused = true; was_refused; ++n) {
        SCOPED_TRACE(n);
        std::filesystem::remove_all(directory());
        vfs.fail_at(n, FaultyVfs::Fault::from_then_on);
        const auto refused = try_open(options);
        was_refused = !refused.has_value();
        if (was_refused) {
            EXPECT_EQ(refused.error().error, OpenError::failed);
            EXPECT_NE(refused.error().sentence.find("Cannot open"), std::string::npos);
        }
        vfs.heal();
        if (!was_refused) break;
        open(options);
        EXPECT_TRUE(create_room("lobby").has_value());
        close();
    }
    EXPECT_GT(n, 5U);
}

TEST_F(SqliteOpen, takes_a_database_from_before_messages_could_change) {
    make_directory();
    {
        SqliteDatabase database({.file = database_file(), .vfs = {}});
        migrate(database, migrations::sqlite().first(1));
        // Room 1, place 2^36 + seq.
        database.execute(
            "INSERT INTO rooms VALUES (1, 'lobby', 'lobby', 'lobby', 0, 0, 2, 1);"
            "INSERT INTO users VALUES (1, 'ada', 'ada', 1, 0, 1);"
            "INSERT INTO events VALUES ((1 << 36) + 1, 2, 1, 'ada', 10, 0, '', '');"
            "INSERT INTO events VALUES ((1 << 36) + 2, 1, 1, 'ada', 20, 1, 'said long ago', 'n');"
            "INSERT INTO nonces VALUES (1, 1, 'n', 2);"
            "INSERT INTO memberships VALUES (1, 1, 2, 1);");
    }

    open();

    const auto before = page({.room = chat::kLobby});
    ASSERT_TRUE(before.has_value());
    ASSERT_EQ(before->events.size(), 2U);
    EXPECT_EQ(before->events[1].text, "said long ago");
    EXPECT_EQ(before->events[1].target, 0U);
    EXPECT_EQ(before->events[1].standing, nullptr);
    EXPECT_EQ(append(message_of("lobby", "ada", "n"))->event, before->events[1]);
    EXPECT_EQ(append(change_of("lobby", chat::EventKind::edited, "ada", 2, "now"))->event.seq, 3U);
    auto answer = message_of("lobby", "bob", "answer");
    answer.target = 2;
    EXPECT_EQ(append(answer)->event.standing->quote->text, "now");
    close();
    open();
    EXPECT_EQ(page({.room = chat::kLobby})->events.at(1).text, "now");
}

TEST_F(SqliteOpen, takes_a_database_from_before_rooms_had_hosts) {
    make_directory();
    {
        SqliteDatabase database({.file = database_file(), .vfs = {}});
        migrate(database, migrations::sqlite().first(3));
        database.execute(
            "INSERT INTO rooms VALUES (1, 'lobby', 'Lobby', 'lobby', 1, 5, 2, 1);"
            "INSERT INTO users VALUES (1, 'ada', 'ada', 1, 0, 1, '', -1);"
            "INSERT INTO events VALUES ((1 << 36) + 1, 2, 1, 'ada', 10, 0, '', '', 0);"
            "INSERT INTO events VALUES ((1 << 36) + 2, 1, 1, 'ada', 20, 1, 'before', 'n', 0);"
            "INSERT INTO nonces VALUES (1, 1, 'n', 2);"
            "INSERT INTO memberships VALUES (1, 1, 2, 1);");
    }

    open();

    const auto rooms =
        ask<std::vector<chat::Room>>([&](auto reply) { store().rooms(std::move(reply)); });
    ASSERT_TRUE(rooms.has_value());
    EXPECT_EQ(*rooms, (std::vector<chat::Room>{{.id = chat::kLobby,
                                                .name = "Lobby",
                                                .name_key = "lobby",
                                                .created = base::WallTime(base::Milliseconds(5)),
                                                .head = 2,
                                                .ordinal = 1}}))
        << "in use, about nothing";
    const auto member = ask<std::optional<chat::Member>>([&](auto reply) {
        store().find_member(chat::kLobby, chat::UserId("ada"), std::move(reply));
    });
    ASSERT_TRUE(member.has_value() && member->has_value());
    EXPECT_EQ((*member)->role, chat::RoomRole::member);
    EXPECT_EQ(page({.room = chat::kLobby})->events.at(0).by, nullptr);
    EXPECT_EQ(append(message_of("lobby", "ada", "n"))->outcome, chat::Appended::Outcome::repeated);
    EXPECT_TRUE(append(change_of("lobby", chat::EventKind::host_made, "ada", 0)).has_value());
    close();
    open();
    EXPECT_EQ(page({.room = chat::kLobby})->events.at(2).kind, chat::EventKind::host_made);
}

TEST_F(SqliteOpen, takes_a_database_from_before_messages_meant_somebody) {
    make_directory();
    {
        SqliteDatabase database({.file = database_file(), .vfs = {}});
        migrate(database, migrations::sqlite().first(4));
        database.execute(
            "INSERT INTO rooms VALUES (1, 'lobby', 'lobby', 'lobby', 1, 5, 2, 2, '', 1);"
            "INSERT INTO users VALUES (1, 'ada', 'ada', 1, 0, 1, '', -1);"
            "INSERT INTO users VALUES (2, 'bob', 'bob', 1, 0, 1, '', -1);"
            "INSERT INTO events VALUES ((1 << 36) + 1, 1, 1, 'ada', 9, 1, '@bob', 'n', 0, 0, '');"
            "INSERT INTO events VALUES ((1 << 36) + 2, 1, 1, 'ada', 9, 2, '@bob', 'o', 0, 0, '');"
            "INSERT INTO nonces VALUES (1, 1, 'n', 1), (1, 1, 'o', 2);"
            "INSERT INTO memberships VALUES (1, 1, 2, 2, 2), (2, 1, 1, 1, 1);");
    }

    open();

    const auto read = [&](const char* user, chat::Seq seq) {
        return ask<chat::Membership>([&](auto reply) {
            store().set_read(chat::UserId(user), chat::kLobby, seq, std::move(reply));
        });
    };
    chat::Membership bob{.room = chat::kLobby, .read = 1, .read_ordinal = 1, .mentions_to = 2};
    EXPECT_EQ(read("bob", 0), bob) << "what was said before means nobody";
    EXPECT_EQ(read("ada", 0)->role, chat::RoomRole::host);
    auto said = message_of("lobby", "ada", "p");
    said.mentions.emplace_back("bob");
    ASSERT_TRUE(append(said).has_value());
    bob.mentions = 1;
    bob.mentions_to = 3;
    EXPECT_EQ(read("bob", 0), bob);
    close();
    open();
    EXPECT_EQ(read("bob", 2)->mentions, 1U);
    EXPECT_EQ(read("bob", 3)->mentions, 0U);
}

TEST_F(SqliteOpen, takes_a_database_from_before_there_were_accounts) {
    make_directory();
    constexpr base::Milliseconds kLifetime{30LL * 24 * 3600 * 1000};
    constexpr std::int64_t kBegan = 1'600'000'000'000;
    const base::WallTime expires = clock_.wall() + base::Milliseconds(5);
    {
        SqliteDatabase database({.file = database_file(), .vfs = {}});
        migrate(database, migrations::sqlite().first(2));
        database.execute(
            "INSERT INTO rooms VALUES (1, 'lobby', 'lobby', 'lobby', 0, 0, 1, 1);"
            "INSERT INTO users VALUES (1, 'ada', 'Ada', 1, 1600000000000, 1);"
            "INSERT INTO users VALUES (2, 'bob', 'Bob', 1, 1600000000000, 0);"
            "INSERT INTO users VALUES (3, 'ghost', 'Ghost', 0, 1600000000000, 1);"
            "INSERT INTO events VALUES ((1 << 36) + 1, 1, 1, 'Ada', 10, 1, 'before', 'n', 0);"
            "INSERT INTO nonces VALUES (1, 1, 'n', 1);"
            "INSERT INTO memberships VALUES (1, 1, 1, 1);");
        sql::Statement insert_token(database, "INSERT INTO tokens VALUES (?1, ?2, ?3)");
        insert_token.run(sql::Blob{"token of ada"}, 1, expires.time_since_epoch().count());
        // Not yet thirty days old, as when its lifetime was set to less.
        insert_token.run(sql::Blob{"token of bob"}, 2, kBegan + 1000);
        insert_token.run(sql::Blob{"nobody's"}, 99, expires.time_since_epoch().count());
    }

    open();

    const auto found = find_user("token of ada", clock_.wall());
    ASSERT_TRUE(found.has_value());
    ASSERT_TRUE(found->has_value()) << "whoever was known stays known";
    const chat::User ada{.id = chat::UserId("ada"),
                         .nickname = "Ada",
                         .created = base::WallTime(base::Milliseconds(kBegan))};
    EXPECT_EQ((*found)->user, ada) << "without a status or a hue";
    EXPECT_EQ(
        (*found)->memberships.at(0),
        (chat::Membership{.room = chat::kLobby, .read = 1, .read_ordinal = 1, .mentions_to = 1}));
    EXPECT_FALSE((*found)->session.value().empty()) << "and can be told apart";
    const auto sessions = ask<std::vector<chat::Session>>(
        [&](auto reply) { store().sessions(ada.id, clock_.wall(), std::move(reply)); });
    ASSERT_TRUE(sessions.has_value());
    ASSERT_EQ(sessions->size(), 1U);
    EXPECT_EQ(sessions->at(0), (chat::Session{.id = (*found)->session,
                                              .user = ada.id,
                                              .created = ada.created,
                                              .used = clock_.wall(),
                                              .expires = clock_.wall() + kLifetime,
                                              .lifetime = kLifetime,
                                              .agent = {},
                                              .address = {}}))
        << "it was last used thirty days before its end, and is used now";
    EXPECT_FALSE(find_user("token of ada", clock_.wall() + kLifetime)->has_value());

    EXPECT_TRUE(find_user("token of bob", base::WallTime(base::Milliseconds(kBegan)))->has_value());
    EXPECT_FALSE(find_user("nobody's", clock_.wall())->has_value());
    const auto people = ask<std::vector<chat::User>>([&](auto reply) {
        store().find_people({chat::UserId("ghost"), chat::UserId("ada")}, std::move(reply));
    });
    ASSERT_TRUE(people.has_value());
    EXPECT_EQ(*people, std::vector<chat::User>{ada}) << "an actor only is still no person";

    const auto account = ask<chat::Known>([&](auto reply) {
        chat::NewAccount wanted{.user = ada,
                                .name_key = "ada",
                                .password_hash = "hash",
                                .created = clock_.wall(),
                                .session = {.session = session_of("ada", kLifetime), .token = "t"},
                                .invite = {},
                                .first_room = {}};
        wanted.user.role = chat::Role::member;
        store().create_account(std::move(wanted), std::move(reply));
    });
    ASSERT_TRUE(account.has_value());
    EXPECT_EQ(
        account->memberships.at(0),
        (chat::Membership{.room = chat::kLobby, .read = 1, .read_ordinal = 1, .mentions_to = 1}));
    EXPECT_FALSE(find_user("token of ada", clock_.wall())->has_value());
    EXPECT_TRUE(find_user("t", clock_.wall())->has_value());
}

TEST_F(SqliteOpen, an_upgrade_that_failed_anywhere_is_made_at_the_next_start) {
    FaultyVfs vfs;
    Options options;
    options.vfs = vfs.name();
    std::uint64_t n = 1;
    for (bool was_refused = true; was_refused; ++n) {
        SCOPED_TRACE(n);
        std::filesystem::remove_all(directory());
        make_directory();
        {
            SqliteDatabase database({.file = database_file(), .vfs = vfs.name()});
            migrate(database, migrations::sqlite().first(2));
            database.execute("INSERT INTO users VALUES (1, 'ada', 'Ada', 1, 0, 0)");
            sql::Statement insert_token(database, "INSERT INTO tokens VALUES (?1, 1, ?2)");
            insert_token.run(sql::Blob{"token of ada"},
                             clock_.wall().time_since_epoch().count() + 1);
        }
        vfs.fail_at(n, FaultyVfs::Fault::from_then_on);
        was_refused = !try_open(options).has_value();
        vfs.heal();
        open(options);
        const auto found = find_user("token of ada", clock_.wall());
        ASSERT_TRUE(found.has_value());
        EXPECT_TRUE(found->has_value());
        close();
    }
    EXPECT_GT(n, 5U);
}

TEST(SqliteSchema, has_every_version_once_and_in_order) {
    int version = 0;
    for (const Migration& step : migrations::sqlite())
        EXPECT_EQ(step.version, ++version) << step.name;
}

TEST(SqliteSchema, brings_an_old_database_up_to_date_and_keeps_its_rows) {
    const Migration steps[] = {
        {.version = 1, .name = "one", .sql = "CREATE TABLE a (x); INSERT INTO a VALUES (7)"},
        {.version = 2, .name = "two", .sql = "ALTER TABLE a ADD COLUMN y DEFAULT 8"},
        {.version = 3, .name = "three", .sql = "CREATE TABLE b (z)"},
    };
    SqliteDatabase database({.file = ":memory:", .vfs = {}});
    migrate(database, std::span(steps).first(1));
    EXPECT_EQ(version_of(database), 1);

    EXPECT_EQ(inspect(database, steps), SchemaState::good);
    migrate(database, steps);

    EXPECT_EQ(version_of(database), 3);
    EXPECT_EQ(database.number("SELECT x * 10 + y FROM a"), 78);
    migrate(database, steps);
    EXPECT_EQ(inspect(database, std::span(steps).first(2)), SchemaState::newer);
}

TEST(SqliteSchema, leaves_a_step_that_fails_out_as_a_whole) {
    const Migration steps[] = {
        {.version = 1, .name = "one", .sql = "CREATE TABLE a (x)"},
        {.version = 2, .name = "two", .sql = "CREATE TABLE b (y); INSERT INTO nowhere VALUES (1)"},
    };
    SqliteDatabase database({.file = ":memory:", .vfs = {}});
    EXPECT_THROW(migrate(database, steps), sql::Failure);
    EXPECT_EQ(version_of(database), 1);
    EXPECT_EQ(database.number("SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
    EXPECT_FALSE(database.is_in_transaction());
}

}  // namespace
}  // namespace store::sqlite
