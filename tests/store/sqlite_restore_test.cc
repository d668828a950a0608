#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "store/migrations/sqlite.h"
#include "store/sqlite/backup.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/restore.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite_fixture.h"

namespace store::sqlite {
namespace {

/// Stops before its `n`th step: with an error, or, as a power cut would, with the process.
class StoppingDisk final : public Disk {
public:
    enum class How : std::uint8_t { error, process };
    StoppingDisk(std::uint64_t n, How how) : steps_left_(n), how_(how) {}

    std::error_code link(const std::string& from, const std::string& to) override {
        return stops() ? kFailed : Disk::link(from, to);
    }
    std::error_code rename(const std::string& from, const std::string& to,
                           Replace replace) override {
        return stops() ? kFailed : Disk::rename(from, to, replace);
    }
    std::error_code remove(const std::string& path) override {
        return stops() ? kFailed : Disk::remove(path);
    }
    std::error_code sync_folder_of(const std::string& path) override {
        return stops() ? kFailed : Disk::sync_folder_of(path);
    }

    [[nodiscard]] bool has_stopped() const { return steps_left_ == 0; }

    static constexpr int kStopped = 3;

private:
    bool stops() {
        if (steps_left_ == 0) return false;
        --steps_left_;
        if (steps_left_ > 0) return false;
        if (how_ == How::process) ::_exit(kStopped);
        return true;
    }

    inline static const std::error_code kFailed = std::make_error_code(std::errc::io_error);
    std::uint64_t steps_left_;
    How how_;
};

class SqliteRestore : public SqliteFixture {
protected:
    void SetUp() override {
        open();
        ASSERT_TRUE(create_room("lobby").has_value());
        say(5);
        ASSERT_TRUE(back_up({.directory = directory(), .target = backup()}, disk_).has_value());
    }
    void say(std::uint64_t count) {
        for (std::uint64_t left = count; left > 0; --left)
            ASSERT_TRUE(append(message_of("lobby", "ada", std::to_string(++said_))).has_value());
    }
    [[nodiscard]] std::string backup() const { return elsewhere_.path() + "/backup.db"; }
    [[nodiscard]] std::string fresh() const { return elsewhere_.path() + "/fresh"; }

    base::Result<Restored, CopyRefusal> restore(const std::string& into, Disk::Replace replace,
                                                Disk& disk) {
        return sqlite::restore({.directory = into, .source = backup(), .replace = replace}, disk,
                               clock_);
    }
    base::Result<Restored, CopyRefusal> force() {
        return restore(directory(), Disk::Replace::whatever_is_there, disk_);
    }
    void expect_refusal(CopyError error, const char* word) {
        const auto refused = restore(fresh(), Disk::Replace::never, disk_);
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().error, error) << refused.error().sentence;
        EXPECT_NE(refused.error().sentence.find(word), std::string::npos)
            << refused.error().sentence;
        EXPECT_FALSE(std::filesystem::exists(database_file_in(fresh())));
    }
    static std::int64_t messages_in(const std::string& file) {
        return SqliteDatabase({.file = file, .vfs = {}}).number("SELECT count(*) FROM nonces");
    }
    [[nodiscard]] std::vector<std::string> kept() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(directory())) {
            if (entry.path().filename().string().contains(".before-restore-"))
                names.push_back(entry.path().string());
        }
        return names;
    }
    /// The state from which each restore begins: 7 messages in the store, 5 in the backup, a log that is not empty.
    void begin_anew() {
        close();
        std::filesystem::remove_all(directory());
        ASSERT_TRUE(restore(directory(), Disk::Replace::never, disk_).has_value());
        open();
        said_ = 5;
        say(2);
        copy_away();
        close();
        copy_back();
        std::ofstream(directory() + "/search.db") << "an index of the old";
    }

    Disk disk_;
    support::TemporaryDirectory elsewhere_;
    std::uint64_t said_ = 0;

private:
    // As after kill -9: the database and its log, before a close has joined them.
    void copy_away() {
        for (const char* part : {"", "-wal"})
            std::filesystem::copy_file(database_file() + part,
                                       elsewhere_.path() + "/crashed" + part,
                                       std::filesystem::copy_options::overwrite_existing);
    }
    void copy_back() {
        for (const char* part : {"", "-wal"})
            std::filesystem::copy_file(elsewhere_.path() + "/crashed" + part,
                                       database_file() + part,
                                       std::filesystem::copy_options::overwrite_existing);
    }
};

TEST_F(SqliteRestore, brings_back_what_was_backed_up) {
    const auto done = restore(fresh() + "/", Disk::Replace::never, disk_);
    ASSERT_TRUE(done.has_value()) << done.error().sentence;
    EXPECT_EQ(done->kept_as, "");
    EXPECT_EQ(done->version, migrations::sqlite().back().version);
    struct stat status{};
    ASSERT_EQ(::stat(database_file_in(fresh()).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);

    const auto opened = SqliteStore::open(fresh(), {replies_, clock_, base::Log::none(), metrics_});
    ASSERT_TRUE(opened.has_value());
    const auto page = ask<chat::Page>(
        [&](auto reply) { (*opened)->page({.room = chat::kLobby}, std::move(reply)); });
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->events.size(), 5U);
    EXPECT_EQ(page->events.back().nonce, chat::Nonce("5"));
}

TEST_F(SqliteRestore, is_refused_where_a_parlor_runs_even_by_force) {
    const auto refused = force();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().error, CopyError::in_use);
    EXPECT_NE(refused.error().sentence.find("another running Parlor"), std::string::npos);
    say(1);
    EXPECT_EQ(messages_in(database_file()), 6);
}

TEST_F(SqliteRestore, is_refused_where_there_is_a_database_and_keeps_that_by_force) {
    say(2);
    close();
    const auto refused = restore(directory(), Disk::Replace::never, disk_);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().error, CopyError::target_exists);
    EXPECT_EQ(messages_in(database_file()), 7);

    const auto done = force();
    ASSERT_TRUE(done.has_value()) << done.error().sentence;
    EXPECT_EQ(messages_in(database_file()), 5);
    EXPECT_EQ(kept(), std::vector<std::string>{done->kept_as});
    EXPECT_EQ(messages_in(done->kept_as), 7);
    open();
    EXPECT_EQ(append(message_of("lobby", "ada", "6"))->event.seq, 6U);
}

TEST_F(SqliteRestore, takes_the_log_of_the_old_one_into_what_is_kept_and_removes_its_index) {
    begin_anew();
    ASSERT_GT(std::filesystem::file_size(database_file() + "-wal"), 0U);
    const auto done = force();
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(messages_in(done->kept_as), 7);
    EXPECT_EQ(messages_in(database_file()), 5) << "the log of the old one is not the new one's";
    EXPECT_FALSE(std::filesystem::exists(directory() + "/search.db"));
}

TEST_F(SqliteRestore, takes_the_place_of_a_damaged_database_and_of_a_log_without_one) {
    close();
    std::ofstream(database_file(), std::ios::trunc) << std::string(9'000, '?');
    std::ofstream(database_file() + "-wal") << "its log";
    const auto done = force();
    ASSERT_TRUE(done.has_value()) << done.error().sentence;
    EXPECT_EQ(messages_in(database_file()), 5);
    EXPECT_EQ(std::filesystem::file_size(done->kept_as), 9'000U);

    std::filesystem::remove(database_file());
    std::ofstream(database_file() + "-wal") << "a log alone";
    EXPECT_FALSE(restore(directory(), Disk::Replace::never, disk_).has_value());
    clock_.advance(base::Milliseconds(1));
    const auto again = force();
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(messages_in(database_file()), 5);
    EXPECT_TRUE(std::filesystem::exists(again->kept_as + "-wal"));
}

TEST_F(SqliteRestore, names_what_is_wrong_with_the_backup) {
    const std::string good = backup();
    std::filesystem::rename(good, good + ".good");
    expect_refusal(CopyError::source_missing, "There is no backup");
    EXPECT_FALSE(std::filesystem::exists(fresh()));

    std::ofstream(good) << std::string(20'000, 'x');
    expect_refusal(CopyError::source_damaged, "no database");
    std::ofstream(good, std::ios::trunc).close();
    expect_refusal(CopyError::source_foreign, "not a database of Parlor");

    std::filesystem::copy_file(good + ".good", good,
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(good, std::filesystem::file_size(good) / 2);
    expect_refusal(CopyError::source_damaged, "damaged");

    std::filesystem::copy_file(good + ".good", good,
                               std::filesystem::copy_options::overwrite_existing);
    SqliteDatabase({.file = good, .vfs = {}}).execute("PRAGMA user_version = 70");
    expect_refusal(CopyError::source_newer, "newer Parlor (schema 70");
}

TEST_F(SqliteRestore, never_takes_the_database_for_its_own_backup) {
    close();
    const auto refused = sqlite::restore({.directory = directory(),
                                          .source = database_file(),
                                          .replace = Disk::Replace::whatever_is_there},
                                         disk_, clock_);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().error, CopyError::target_unusable);
    EXPECT_EQ(messages_in(database_file()), 5);
}

TEST_F(SqliteRestore, takes_an_older_schema_which_the_next_start_brings_up_to_date) {
    std::filesystem::remove(backup());
    {
        SqliteDatabase old({.file = backup(), .vfs = {}});
        migrate(old, migrations::sqlite().first(1));
    }
    const auto done = restore(fresh(), Disk::Replace::never, disk_);
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(done->version, 1);
    EXPECT_TRUE(
        SqliteStore::open(fresh(), {replies_, clock_, base::Log::none(), metrics_}).has_value());
}

TEST_F(SqliteRestore, that_fails_at_any_step_leaves_the_old_or_the_new) {
    bool has_stopped = true;
    std::uint64_t n = 1;
    for (; has_stopped; ++n) {
        SCOPED_TRACE(n);
        ASSERT_NO_FATAL_FAILURE(begin_anew());
        StoppingDisk disk(n, StoppingDisk::How::error);
        const auto done = restore(directory(), Disk::Replace::whatever_is_there, disk);
        has_stopped = disk.has_stopped();
        const std::int64_t messages = messages_in(database_file());
        EXPECT_EQ(done.has_value(), !has_stopped);
        EXPECT_TRUE(messages == 5 || (has_stopped && messages == 7)) << messages;
        EXPECT_FALSE(std::filesystem::exists(database_file() + ".partial") && !has_stopped);
    }
    EXPECT_GT(n, 8U);
}

TEST_F(SqliteRestore, that_dies_at_any_step_leaves_the_old_or_the_new_and_can_be_repeated) {
    int status = -1;
    std::uint64_t n = 1;
    for (; status != 0; ++n) {
        SCOPED_TRACE(n);
        ASSERT_NO_FATAL_FAILURE(begin_anew());
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            StoppingDisk disk(n, StoppingDisk::How::process);
            const auto done = restore(directory(), Disk::Replace::whatever_is_there, disk);
            ::_exit(done ? 0 : 1);
        }
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFEXITED(status));
        ASSERT_NE(WEXITSTATUS(status), 1);

        const bool has_index = std::filesystem::exists(directory() + "/search.db");
        const std::int64_t messages = messages_in(database_file());
        EXPECT_TRUE(messages == 7 || (messages == 5 && !has_index)) << messages;
        clock_.advance(base::Milliseconds(1));
        ASSERT_TRUE(force().has_value());
        EXPECT_EQ(messages_in(database_file()), 5);
        for (const std::string& old : kept())
            EXPECT_TRUE(messages_in(old) == 7 || messages_in(old) == 5) << old;
    }
    EXPECT_GT(n, 8U);
}

}  // namespace
}  // namespace store::sqlite
