// Whole stores on their way from SQLite to PostgreSQL and back, and what stands in it.
#include "store/transfer/migrate_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/search.h"
#include "chat/search_query.h"
#include "chat/store.h"
#include "store/full_store.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/settings.h"
#include "store/postgres_fixture.h"
#include "store/sql/statement.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/disk.h"
#include "store/sqlite/sqlite_database.h"
#include "store/transfer/table_copy.h"
#include "store/transfer/tables.h"
#include "store/transfer/transfer.h"
#include "support/cutting_proxy.h"
#include "support/faulty_vfs.h"
#include "support/postgres_server.h"
#include "support/temporary_directory.h"

namespace store::transfer {
namespace {

using postgres::PostgresDatabase;
using sqlite::SqliteDatabase;
using support::CuttingProxy;
using support::PostgresServer;
using testing::HasSubstr;
using testing::Not;
using Result = base::Result<Migrated, std::string>;

const std::vector<std::string> kTexts = {"roses", "it's \"quoted\" \\", "🌹 茶", "", "last"};

/// Fails at its nth step.
class FailingDisk final : public sqlite::Disk {
public:
    explicit FailingDisk(int step) : left_(step) {}
    std::error_code rename(const std::string& from, const std::string& to,
                           Replace replace) override {
        if (fails()) return kFailed;
        is_renamed_ = true;
        return Disk::rename(from, to, replace);
    }
    std::error_code remove(const std::string& path) override {
        return fails() ? kFailed : Disk::remove(path);
    }
    std::error_code sync_folder_of(const std::string& path) override {
        return fails() ? kFailed : Disk::sync_folder_of(path);
    }
    [[nodiscard]] bool has_failed() const { return left_ <= 0; }
    [[nodiscard]] bool is_renamed() const { return is_renamed_; }

private:
    bool fails() {
        if (left_ == 0) return false;
        --left_;
        return left_ == 0;
    }
    inline static const std::error_code kFailed = std::make_error_code(std::errc::io_error);
    int left_;
    bool is_renamed_ = false;
};

/// A directory with a full SQLite store that no server has open, and an empty PostgreSQL database.
class MigrateStore : public testing::Test {
protected:
    MigrateStore() {
        FullStore store(data());
        store.fill(kTexts);
        seen_ = store.seen();
    }

    [[nodiscard]] std::string data() const { return folder_.path() + "/data"; }
    [[nodiscard]] std::string back() const { return folder_.path() + "/back"; }
    [[nodiscard]] std::string back_file() const { return back() + "/parlor.db"; }
    const postgres::Settings& database() { return database_; }

    Result there(const postgres::Settings& settings) {
        return migrate_store({.directory = data(), .postgres = settings}, disk_, kTellNobody);
    }
    Result there() { return there(database()); }
    Result to_sqlite(const std::string& directory, sqlite::Disk& disk,
                     const std::string& vfs = {}) {
        return migrate_store({.direction = Direction::postgres_to_sqlite,
                              .directory = directory,
                              .postgres = database(),
                              .sqlite_vfs = vfs},
                             disk, kTellNobody);
    }
    Result from_there() { return to_sqlite(back(), disk_); }
    static std::string error_of(const Result& result) {
        return result ? "it was done" : result.error();
    }

    /// Of every table, in the order of its list.
    static std::vector<TableSum> sums_of(sql::Database& in) {
        std::vector<TableSum> sums;
        for (const Table& table : tables())
            sums.push_back(sum_table(in, End::source, table, {}, [](std::uint64_t) {}));
        return sums;
    }
    static std::vector<TableSum> sums_of(const std::string& file) {
        SqliteDatabase in({.file = file, .vfs = {}, .missing = SqliteDatabase::Missing::refuse});
        return sums_of(in);
    }
    std::vector<TableSum> sums_there() {
        PostgresDatabase in(database());
        return sums_of(in);
    }
    void execute(const std::string& sql) { PostgresDatabase(database()).execute(sql.c_str()); }
    std::int64_t number(const std::string& sql) {
        return PostgresDatabase(database()).number(sql.c_str());
    }
    /// As it was: no table, not even an empty one.
    void expect_untouched() {
        EXPECT_EQ(number("SELECT count(*) FROM pg_class "
                         "WHERE relnamespace = 'public'::regnamespace"),
                  0);
    }
    static std::vector<std::string> files_in(const std::string& directory) {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(directory))
            names.push_back(entry.path().filename().string());
        std::ranges::sort(names);
        return names;
    }

    static inline const OnProgress kTellNobody = [](const Progress&) {};
    sqlite::Disk disk_;
    Seen seen_;
    postgres::Settings database_ = new_postgres_database();

private:
    support::TemporaryDirectory folder_;
};

TEST_F(MigrateStore, the_store_of_these_tests_has_something_in_every_table) {
    const auto sums = sums_of(data() + "/parlor.db");
    for (std::size_t at = 0; at < sums.size(); ++at)
        EXPECT_GT(sums[at].rows, 0U) << tables()[at].name;
}

TEST_F(MigrateStore, everything_is_in_postgresql_as_it_was_and_goes_on_from_there) {
    const auto before = sums_of(data() + "/parlor.db");
    const Result done = there();
    ASSERT_TRUE(done.has_value()) << done.error();
    EXPECT_EQ(done->from, data());
    EXPECT_EQ(done->what.tables, tables().size());
    EXPECT_EQ(sums_there(), before);
    EXPECT_EQ(sums_of(data() + "/parlor.db"), before) << "the source is what it was";

    FullStore store(database());
    EXPECT_EQ(store.seen(), seen_);
    const chat::Seq head = seen_.logs["garden"].back().seq;
    EXPECT_EQ(store.put(FullStore::message("garden", "bob", "new", "and on")), head + 1);
    EXPECT_EQ(store.outcome_of(FullStore::message("garden", "bob", "said-1", "again")),
              chat::Appended::Outcome::repeated)
        << "what was said before is not said twice";
    // Whoever and whatever is new has a number that nobody had.
    const auto made = store.ask<chat::Room>([&](auto reply) {
        store.store().create_room({.id = chat::RoomId("new"), .name = "n", .name_key = "n"},
                                  FullStore::person("newcomer"), std::move(reply));
    });
    EXPECT_EQ(made.head, 1U);
    EXPECT_EQ(number("SELECT count(*) FROM rooms"),
              static_cast<std::int64_t>(seen_.rooms.size()) + 1);
}

TEST_F(MigrateStore, the_search_index_is_made_anew_at_both_ends) {
    const auto found = [](FullStore& store) {
        chat::SearchRequest request;
        request.rooms = {chat::RoomId("garden")};
        request.wanted = chat::parse_search_query("roses", {})->wanted;
        return store
            .ask<chat::SearchPage>(
                [&](auto reply) { store.store().search(request, std::move(reply)); })
            .hits.size();
    };
    ASSERT_TRUE(there().has_value());
    {
        FullStore store(database());
        ASSERT_TRUE(dynamic_cast<postgres::PostgresStore&>(store.store()).wait_until_indexed());
        EXPECT_EQ(found(store), 1U);
    }
    std::filesystem::create_directories(back());
    std::ofstream(back() + "/search.db") << "an index of something else";
    ASSERT_TRUE(from_there().has_value());
    EXPECT_FALSE(std::filesystem::exists(back() + "/search.db"));
    FullStore store(back());
    ASSERT_TRUE(dynamic_cast<sqlite::SqliteStore&>(store.store()).wait_until_indexed());
    EXPECT_EQ(found(store), 1U);
}

TEST_F(MigrateStore, there_and_back_again_it_is_the_same_store) {
    ASSERT_TRUE(there().has_value());
    const Result done = from_there();
    ASSERT_TRUE(done.has_value()) << done.error();
    EXPECT_EQ(done->to, back());
    EXPECT_EQ(sums_of(back_file()), sums_of(data() + "/parlor.db"));
    EXPECT_EQ(files_in(back()), (std::vector<std::string>{"parlor.db", "parlor.lock"}));
    EXPECT_EQ(std::filesystem::status(back_file()).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    FullStore store(back());
    EXPECT_EQ(store.seen(), seen_);
    EXPECT_EQ(store.put(FullStore::message("direct", "bob", "new", "and on")),
              seen_.logs["direct"].back().seq + 1);
}

TEST_F(MigrateStore, a_database_on_which_a_server_was_started_is_as_good_as_an_empty_one) {
    {
        FullStore store(database());
        store.ask<chat::Room>([&](auto reply) {
            store.store().create_room(
                {.id = chat::RoomId("lobby"), .name = "Lobby", .name_key = "lobby"}, {},
                std::move(reply));
        });
    }
    ASSERT_TRUE(there().has_value());
    EXPECT_EQ(sums_there(), sums_of(data() + "/parlor.db"));
}

TEST_F(MigrateStore, a_database_in_which_something_happened_is_refused) {
    ASSERT_TRUE(there().has_value());
    const auto before = sums_there();
    EXPECT_THAT(error_of(there()), HasSubstr("holds data already: its table rooms is not empty"));
    EXPECT_EQ(sums_there(), before);
    EXPECT_THAT(error_of(to_sqlite(data(), disk_)), HasSubstr("holds a database already"));
}

TEST_F(MigrateStore, a_database_of_something_else_or_of_a_newer_parlor_is_refused) {
    execute("CREATE TABLE rooms (x BIGINT)");
    EXPECT_THAT(error_of(there()), HasSubstr("tables that are not Parlor's"));
    EXPECT_THAT(error_of(from_there()), HasSubstr("holds no Parlor"));
    execute("CREATE TABLE parlor_schema (version BIGINT, name TEXT)");
    execute("INSERT INTO parlor_schema VALUES (99, 'later')");
    EXPECT_THAT(error_of(there()), HasSubstr("newer Parlor"));
    EXPECT_THAT(error_of(from_there()), HasSubstr("newer Parlor"));
    execute("UPDATE parlor_schema SET version = 12");
    EXPECT_THAT(error_of(from_there()), HasSubstr("older Parlor"));
    EXPECT_FALSE(std::filesystem::exists(back_file()));
}

TEST_F(MigrateStore, a_source_that_is_no_store_of_this_version_is_refused) {
    const std::string file = data() + "/parlor.db";
    const auto with = [&](const char* sql) {
        SqliteDatabase({.file = file, .vfs = {}}).execute(sql);
        return error_of(there());
    };
    EXPECT_THAT(with("PRAGMA user_version = 12"), HasSubstr("Start the server on it once"));
    EXPECT_THAT(with("PRAGMA user_version = 99"), HasSubstr("newer Parlor"));
    EXPECT_THAT(with("PRAGMA application_id = 7"), HasSubstr("not a database of Parlor"));
    std::ofstream(file, std::ios::trunc) << std::string(8192, 'x');
    EXPECT_THAT(error_of(there()), HasSubstr("Cannot read"));
    std::filesystem::remove(file);
    EXPECT_THAT(error_of(there()), HasSubstr("There is no database"));
    expect_untouched();
}

TEST_F(MigrateStore, a_server_that_runs_at_either_end_is_noticed) {
    {
        const auto lock = sqlite::DataDirectory::take(data());
        EXPECT_THAT(error_of(there()), HasSubstr("in use by another running Parlor"));
    }
    const FullStore store(database());
    database_.lock_patience = base::Milliseconds(1);
    EXPECT_THAT(error_of(there()), HasSubstr("A Parlor runs with the database"));
    EXPECT_THAT(error_of(from_there()), HasSubstr("A Parlor runs with the database"));
    EXPECT_FALSE(std::filesystem::exists(back_file()));
}

TEST_F(MigrateStore, a_server_that_is_started_meanwhile_is_refused) {
    std::string refused;
    const auto start = [this, &refused](const Progress& progress) {
        if (progress.table != "accounts") return;
        try {
            const FullStore store(database());
        } catch (const std::runtime_error& error) {
            refused = error.what();
        }
    };
    const Result done = migrate_store({.directory = data(), .postgres = database()}, disk_, start);
    ASSERT_TRUE(done.has_value()) << done.error();
    EXPECT_THAT(refused, HasSubstr("now: `parlor migrate-store` is at work with it"));
    EXPECT_EQ(sums_there(), sums_of(data() + "/parlor.db"));
}

TEST_F(MigrateStore, what_cannot_be_reached_is_said_without_its_password) {
    postgres::Settings away{.address = "postgres://parlor:geheim@127.0.0.1:1/parlor"};
    EXPECT_THAT(error_of(there(away)),
                testing::AllOf(HasSubstr("Cannot use the database"), HasSubstr("refused"),
                               Not(HasSubstr("geheim"))));
    away.address = "postgres://parlor:geheim@[broken/parlor";
    EXPECT_THAT(error_of(there(away)), Not(HasSubstr("geheim")));
}

TEST_F(MigrateStore, a_failure_at_any_table_leaves_the_database_as_it_was) {
    // With its tables made before, there is something to put a trigger on.
    {
        const FullStore store(database());
    }
    execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no more'; END $$");
    const auto before = sums_there();
    for (const Table& table : tables()) {
        SCOPED_TRACE(table.name);
        const std::string name(table.name);
        execute("CREATE TRIGGER refusing BEFORE INSERT ON " + name +
                " FOR EACH ROW EXECUTE FUNCTION refuse()");
        EXPECT_THAT(error_of(there()),
                    testing::AllOf(HasSubstr("Writing the table " + name + " to postgres://"),
                                   HasSubstr("no more"), HasSubstr("Nothing was kept")));
        EXPECT_EQ(sums_there(), before);
        execute("DROP TRIGGER refusing ON " + name);
    }
    EXPECT_EQ(number("SELECT nextval(pg_get_serial_sequence('rooms', 'number'))"), 1)
        << "nor has it come further with its numbers";
    ASSERT_TRUE(there().has_value());
    EXPECT_EQ(sums_there(), sums_of(data() + "/parlor.db"));
}

TEST_F(MigrateStore, a_row_that_the_database_changes_or_loses_is_noticed_and_nothing_is_kept) {
    {
        const FullStore store(database());
    }
    const auto before = sums_there();
    struct Case {
        const char* body;
        const char* word;
    };
    const Case cases[] = {
        {"NEW.text := NEW.text || ' '; RETURN NEW;", "with other contents"},
        {"IF NEW.text = 'roses' THEN RETURN NULL; END IF; RETURN NEW;", "rows instead of"}};
    for (const auto& [body, word] : cases) {
        execute(std::string("CREATE OR REPLACE FUNCTION meddle() RETURNS trigger "
                            "LANGUAGE plpgsql AS $$ BEGIN ") +
                body + " END $$");
        execute(
            "CREATE OR REPLACE TRIGGER meddling BEFORE INSERT ON events "
            "FOR EACH ROW EXECUTE FUNCTION meddle()");
        EXPECT_THAT(error_of(there()),
                    testing::AllOf(HasSubstr("The table events came to"), HasSubstr(word),
                                   HasSubstr("Nothing was kept")));
        EXPECT_EQ(sums_there(), before);
    }
}

TEST_F(MigrateStore, a_commit_whose_answer_is_lost_is_looked_up) {
    const support::TemporaryDirectory folder;
    CuttingProxy proxy(PostgresServer::socket_path(folder.path()),
                       PostgresServer::shared().socket_path());
    const std::string name = PostgresDatabase(database()).text("SELECT current_database()::text");
    const postgres::Settings by_proxy{.address = PostgresServer::address(name, folder.path())};

    proxy.cut_at("COMMIT", CuttingProxy::Cut::before);
    EXPECT_THAT(error_of(there(by_proxy)), HasSubstr("Nothing was kept"));
    expect_untouched();
    proxy.cut_at("COMMIT", CuttingProxy::Cut::after);
    const Result done = there(by_proxy);
    EXPECT_TRUE(done.has_value()) << done.error();
    EXPECT_EQ(proxy.cuts(), 2);
    EXPECT_EQ(sums_there(), sums_of(data() + "/parlor.db"));
}

TEST_F(MigrateStore, a_connection_that_is_lost_leaves_the_database_as_it_was) {
    const support::TemporaryDirectory folder;
    CuttingProxy proxy(PostgresServer::socket_path(folder.path()),
                       PostgresServer::shared().socket_path());
    const std::string name = PostgresDatabase(database()).text("SELECT current_database()::text");
    proxy.cut_at("COPY audit", CuttingProxy::Cut::after);
    EXPECT_THAT(error_of(there({.address = PostgresServer::address(name, folder.path())})),
                HasSubstr("Writing the table audit"));
    expect_untouched();
    EXPECT_TRUE(there().has_value());
}

TEST_F(MigrateStore, a_full_disk_at_any_moment_leaves_no_database) {
    ASSERT_TRUE(there().has_value());
    bool is_over = false;
    for (std::uint64_t n = 1; !is_over; n += n / 4 + 1) {
        SCOPED_TRACE(n);
        support::FaultyVfs vfs;
        vfs.fail_at(n, support::FaultyVfs::Fault::from_then_on, support::FaultyVfs::Error::full);
        const Result done = to_sqlite(back(), disk_, vfs.name());
        is_over = !vfs.has_failed();
        EXPECT_EQ(done.has_value(), is_over);
        if (is_over) break;
        EXPECT_THAT(done.error(), HasSubstr("full"));
        EXPECT_EQ(files_in(back()), std::vector<std::string>{"parlor.lock"});
    }
    EXPECT_EQ(sums_of(back_file()), sums_there());
}

TEST_F(MigrateStore, an_error_at_any_step_of_the_disk_leaves_no_database_or_a_whole_one) {
    ASSERT_TRUE(there().has_value());
    for (int step = 1;; ++step) {
        SCOPED_TRACE(step);
        FailingDisk disk(step);
        const std::string into = back() + std::to_string(step);
        const Result done = to_sqlite(into, disk);
        if (!disk.has_failed()) {
            EXPECT_TRUE(done.has_value());
            break;
        }
        EXPECT_FALSE(done.has_value());
        EXPECT_EQ(std::filesystem::exists(into + "/parlor.db"), disk.is_renamed());
        if (disk.is_renamed()) {
            EXPECT_EQ(sums_of(into + "/parlor.db"), sums_there());
        } else {
            EXPECT_TRUE(to_sqlite(into, disk_).has_value()) << "the next attempt is not in its way";
        }
    }
}

TEST_F(MigrateStore, what_an_interrupted_one_left_goes_with_the_next) {
    ASSERT_TRUE(there().has_value());
    std::filesystem::create_directories(back());
    std::ofstream(back_file() + ".partial") << "half a database";
    ASSERT_TRUE(from_there().has_value());
    EXPECT_EQ(files_in(back()), (std::vector<std::string>{"parlor.db", "parlor.lock"}));
}

}  // namespace
}  // namespace store::transfer
