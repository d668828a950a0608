#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "store/sqlite/backup.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite_fixture.h"
#include "support/faulty_vfs.h"

namespace store::sqlite {
namespace {

using support::FaultyVfs;

class SqliteBackup : public SqliteFixture {
protected:
    void open_with_room(const Options& options = {}) {
        open(options);
        ASSERT_TRUE(create_room("lobby").has_value());
    }
    void say(std::uint64_t count) {
        for (std::uint64_t left = count; left > 0; --left)
            ASSERT_TRUE(append(message_of("lobby", "ada", std::to_string(++said_))).has_value());
    }
    [[nodiscard]] std::string target() const { return folder_of_backups_.path() + "/copy.db"; }

    base::Result<BackedUp, CopyRefusal> back_up(Disk::Replace replace = Disk::Replace::never,
                                                const CopyOptions& options = {}) {
        return sqlite::back_up({.directory = directory(), .target = target(), .replace = replace},
                               disk_, options);
    }
    void expect_refusal(CopyError error, const char* word) {
        const auto refused = back_up();
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().error, error) << refused.error().sentence;
        EXPECT_NE(refused.error().sentence.find(word), std::string::npos)
            << refused.error().sentence;
    }
    /// How many messages the file has; it is read by itself, without what may lie beside it.
    static std::int64_t messages_in(const std::string& file) {
        return SqliteDatabase({.file = file, .vfs = {}}).number("SELECT count(*) FROM nonces");
    }
    [[nodiscard]] std::size_t files_beside_the_target() const {
        const std::filesystem::directory_iterator files(folder_of_backups_.path());
        return static_cast<std::size_t>(std::ranges::distance(files));
    }

    Disk disk_;
    support::TemporaryDirectory folder_of_backups_;
    std::uint64_t said_ = 0;
};

TEST_F(SqliteBackup, of_a_running_store_has_what_was_acknowledged_in_one_file_for_its_owner_only) {
    open_with_room();
    say(50);

    const auto done = back_up();

    ASSERT_TRUE(done.has_value()) << done.error().sentence;
    EXPECT_EQ(done->source, database_file());
    EXPECT_EQ(done->bytes, std::filesystem::file_size(target()));
    EXPECT_EQ(files_beside_the_target(), 1U);
    struct stat status{};
    ASSERT_EQ(::stat(target().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    say(1);  // the store goes on
    EXPECT_EQ(messages_in(target()), 50);
    EXPECT_EQ(messages_in(database_file()), 51);
}

TEST_F(SqliteBackup, of_a_closed_store_is_the_same) {
    open_with_room();
    say(3);
    close();
    ASSERT_TRUE(back_up().has_value());
    EXPECT_EQ(messages_in(target()), 3);
}

TEST_F(SqliteBackup, is_of_one_moment_while_people_write) {
    open_with_room();
    say(300);
    // Many requests are under way, and are written while the copy is made in the smallest steps.
    std::uint64_t answered = 0;
    constexpr std::uint64_t kUnderWay = 3'000;
    for (std::uint64_t number = 0; number < kUnderWay; ++number)
        store().append(message_of("lobby", "bob", std::to_string(number)),
                       [&answered](const auto& answer) { answered += answer ? 1U : 0U; });

    const auto done = back_up(Disk::Replace::never, {.step_pages = 1, .target_vfs = {}});

    ASSERT_TRUE(done.has_value()) << done.error().sentence;
    while (answered < kUnderWay)
        ASSERT_GT(replies_.run_some(), 0U);
    SqliteDatabase copy({.file = target(), .vfs = {}});
    const std::int64_t events = copy.number("SELECT count(*) FROM events");
    EXPECT_GE(events, 300);
    EXPECT_EQ(copy.number("SELECT head FROM rooms"), events) << "the room's head is of that moment";
    EXPECT_EQ(copy.number("SELECT count(*) FROM nonces"), events);
    EXPECT_EQ(copy.text("PRAGMA integrity_check"), "ok");
}

TEST_F(SqliteBackup, leaves_out_the_pages_that_nothing_uses) {
    open_with_room();
    close();
    {
        SqliteDatabase database({.file = database_file(), .vfs = {}});
        database.execute(
            "CREATE TABLE much (x); INSERT INTO much VALUES (zeroblob(2000000)); DROP TABLE much");
    }
    ASSERT_TRUE(back_up().has_value());
    EXPECT_LT(std::filesystem::file_size(target()), 500'000U);
    EXPECT_GT(std::filesystem::file_size(database_file()), 2'000'000U);
}

TEST_F(SqliteBackup, replaces_an_older_one_only_when_told_so) {
    open_with_room();
    say(2);
    ASSERT_TRUE(back_up().has_value());
    say(1);

    expect_refusal(CopyError::target_exists, "--force");
    EXPECT_EQ(messages_in(target()), 2);

    // A log of the old file would be taken for the new one's.
    std::ofstream(target() + "-wal") << "left by another";
    ASSERT_TRUE(back_up(Disk::Replace::whatever_is_there).has_value());
    EXPECT_EQ(files_beside_the_target(), 1U);
    EXPECT_EQ(messages_in(target()), 3);
}

TEST_F(SqliteBackup, never_replaces_the_database_itself) {
    open_with_room();
    say(1);
    for (const char* name :
         {"/parlor.db", "/parlor.db-wal", "/parlor.lock", "/../data/parlor.db"}) {
        const auto refused = sqlite::back_up({.directory = directory(),
                                              .target = directory() + name,
                                              .replace = Disk::Replace::whatever_is_there},
                                             disk_);
        ASSERT_FALSE(refused.has_value()) << name;
        EXPECT_EQ(refused.error().error, CopyError::target_unusable);
    }
    say(1);
    EXPECT_EQ(messages_in(database_file()), 2);
}

TEST_F(SqliteBackup, names_what_is_wrong_with_the_target) {
    open_with_room();
    std::filesystem::create_directory(target());
    expect_refusal(CopyError::target_unusable, "is a folder");
    std::filesystem::remove(target());
    std::filesystem::remove(folder_of_backups_.path());
    expect_refusal(CopyError::target_unusable, "No such file or directory");
    std::filesystem::create_directory(folder_of_backups_.path());
}

TEST_F(SqliteBackup, names_what_is_wrong_with_the_source) {
    expect_refusal(CopyError::source_missing, "There is no database");
    EXPECT_FALSE(std::filesystem::exists(directory())) << "asking makes nothing";

    std::filesystem::create_directory(directory());
    std::ofstream(database_file()) << std::string(10'000, '?');
    expect_refusal(CopyError::source_damaged, "no database");

    std::ofstream(database_file(), std::ios::trunc).close();
    expect_refusal(CopyError::source_foreign, "not a database of Parlor");

    std::filesystem::remove(database_file());
    SqliteDatabase({.file = database_file(), .vfs = {}})
        .execute("CREATE TABLE recipes (name TEXT)");
    expect_refusal(CopyError::source_foreign, "not a database of Parlor");
    EXPECT_EQ(files_beside_the_target(), 0U);
}

TEST_F(SqliteBackup, of_a_damaged_database_is_refused) {
    open_with_room();
    say(150);
    close();
    {
        std::fstream file(database_file(), std::ios::in | std::ios::out | std::ios::binary);
        constexpr int kPage = 4'096;
        const auto pages = std::filesystem::file_size(database_file()) / kPage;
        // Not the first, with the schema, which would be found by anyone.
        for (std::uintmax_t page = 1; page < pages; ++page) {
            file.seekp(static_cast<std::streamoff>(page * kPage));
            file << std::string(100, '\xFF');
        }
    }
    expect_refusal(CopyError::source_damaged, "damaged");
    EXPECT_EQ(files_beside_the_target(), 0U);
}

TEST_F(SqliteBackup, that_cannot_be_written_leaves_nothing_and_the_next_one_works) {
    open_with_room();
    say(200);
    FaultyVfs vfs;
    std::uint64_t n = 1;
    for (;; ++n) {
        SCOPED_TRACE(n);
        vfs.fail_at(n, FaultyVfs::Fault::from_then_on,
                    n % 2 == 0 ? FaultyVfs::Error::full : FaultyVfs::Error::io);
        const auto done =
            back_up(Disk::Replace::whatever_is_there, {.step_pages = 5, .target_vfs = vfs.name()});
        vfs.heal();
        if (done) break;
        EXPECT_EQ(done.error().error, CopyError::failed) << done.error().sentence;
        EXPECT_NE(done.error().sentence.find("free space"), std::string::npos);
        ASSERT_EQ(files_beside_the_target(), 0U);
    }
    EXPECT_GT(n, 10U);
    EXPECT_EQ(messages_in(target()), 200);
}

TEST_F(SqliteBackup, gives_up_when_the_log_grows_too_long) {
    Options never_copied;
    never_copied.wal_checkpoint_bytes = never_copied.wal_bytes_max = 1'000'000'000;
    open_with_room(never_copied);
    say(20);
    const CopyOptions small{.wal_bytes_max = 10'000, .step_pages = 1, .target_vfs = {}};
    const auto refused = back_up(Disk::Replace::never, small);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().error, CopyError::log_too_long);
    EXPECT_EQ(files_beside_the_target(), 0U);
    say(1);
    EXPECT_TRUE(back_up().has_value());
}

TEST_F(SqliteBackup, takes_the_place_of_one_that_was_interrupted) {
    open_with_room();
    say(4);
    for (const char* rest : {".partial", ".partial-journal", ".partial-wal"})
        std::ofstream(target() + rest) << std::string(9'000, 'x');
    ASSERT_TRUE(back_up().has_value());
    EXPECT_EQ(files_beside_the_target(), 1U);
    EXPECT_EQ(messages_in(target()), 4);
}

TEST_F(SqliteBackup, waits_for_no_other_to_the_same_file) {
    open_with_room();
    const CopyOptions options;
    const auto other = DatabaseCopy::make(database_file(), target(), disk_, options);
    ASSERT_TRUE(other.has_value());
    expect_refusal(CopyError::in_use, "Another copy");
}

}  // namespace
}  // namespace store::sqlite
