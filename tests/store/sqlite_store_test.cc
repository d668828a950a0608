#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "store/sql/failure.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite_fixture.h"
#include "support/faulty_vfs.h"

namespace store::sqlite {
namespace {

using chat::Appended;
using chat::StoreError;
using support::FaultyVfs;

class SqliteStoreTest : public SqliteFixture {
protected:
    std::uint64_t count_of(const char* counter) { return metrics_.counter(counter, "").value(); }

    /// A number that another connection reads from the file.
    std::int64_t number(const char* sql) {
        return SqliteDatabase({.file = database_file(), .vfs = {}}).number(sql);
    }

    /// Holds the database against the writer, so that requests gather, as long as it lives.
    class Blocker {
    public:
        explicit Blocker(const std::string& file) : database_({.file = file, .vfs = {}}) {
            database_.execute("BEGIN IMMEDIATE");
        }
        ~Blocker() { database_.execute("ROLLBACK"); }
        Blocker(const Blocker&) = delete;
        Blocker& operator=(const Blocker&) = delete;

    private:
        SqliteDatabase database_;
    };

    static Options with_a_small_write_ahead_log() {
        Options options;
        options.wal_checkpoint_bytes = 100'000;
        options.wal_bytes_max = 400'000;
        options.batch_requests_max = 10;
        return options;
    }
    std::uint64_t wal_bytes() {
        return static_cast<std::uint64_t>(metrics_.gauge("store_wal_bytes", "").value());
    }
    void append_thousands() {
        const std::string text(1'000, 'x');
        std::size_t answered = 0;
        for (int i = 0; i < 3'000; ++i) {
            store().append(message_of("lobby", "ada", std::to_string(++nonce_), text),
                           [&](const Answer<Appended>& answer) { answered += answer ? 1U : 0U; });
        }
        while (answered < 3'000)
            ASSERT_GT(replies_.run_some(), 0U);
    }

    int nonce_ = 0;
    std::vector<std::string> answers_;
    /// Appends and notes "<nonce>:<seq>", or "<nonce>:refused", when the answer comes.
    void append_and_note(const std::string& nonce) {
        store().append(message_of("lobby", "ada", nonce), [this, nonce](Answer<Appended> answer) {
            answers_.push_back(nonce + ":" +
                               (answer ? std::to_string(answer->event.seq) : "refused"));
        });
    }
    void run_until_answers(std::size_t count) {
        while (answers_.size() < count)
            ASSERT_GT(replies_.run_some(), 0U);
    }
};

TEST_F(SqliteStoreTest, commits_what_gathered_in_one_transaction) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    const std::uint64_t before = count_of("store_commits_total");
    {
        const Blocker blocker(database_file());
        for (int i = 1; i <= 500; ++i)
            append_and_note(std::to_string(i));
    }
    run_until_answers(500);
    // The writer may have taken the first before the others came.
    EXPECT_LE(count_of("store_commits_total") - before, 2U);
    for (std::size_t i = 1; i <= 500; ++i)
        EXPECT_EQ(answers_[i - 1], std::to_string(i) + ":" + std::to_string(i));
}

TEST_F(SqliteStoreTest, answers_all_of_a_transaction_in_one_job) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    {
        const Blocker blocker(database_file());
        for (int i = 0; i < 100; ++i)
            append_and_note(std::to_string(i));
    }
    std::size_t jobs = 0;
    while (answers_.size() < 100)
        jobs += replies_.run_some();
    EXPECT_LE(jobs, 2U);
}

TEST_F(SqliteStoreTest, bounds_a_transaction) {
    Options options;
    options.batch_requests_max = 10;
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    const std::uint64_t before = count_of("store_commits_total");
    for (int i = 0; i < 100; ++i)
        append_and_note(std::to_string(i));
    run_until_answers(100);
    EXPECT_GE(count_of("store_commits_total") - before, 10U);
}

TEST_F(SqliteStoreTest, refuses_writes_over_the_bound_and_keeps_the_rest) {
    Options options;
    options.writes_waiting_max = 10;
    options.batch_requests_max = 1;
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    {
        const Blocker blocker(database_file());
        for (int i = 0; i < 20; ++i)
            append_and_note(std::to_string(i));
        run_until_answers(9);  // one may be with the writer, ten wait
        for (const std::string& answer : answers_)
            EXPECT_NE(answer.find(":refused"), std::string::npos);
    }
    run_until_answers(20);
    const auto refused = metrics_.counter("store_refused_total", "", R"(kind="write")").value();
    EXPECT_GE(refused, 9U);
    EXPECT_EQ(rooms()->at(0).head, 20 - refused);
    EXPECT_TRUE(store().is_ready()) << "being busy is not being broken";
}

TEST_F(SqliteStoreTest, refuses_writes_over_the_bound_of_octets) {
    Options options;
    options.writes_waiting_bytes_max = 10'000;
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    const auto huge = append(message_of("lobby", "ada", "1", std::string(10'001, 'x')));
    EXPECT_EQ(huge.error(), StoreError::unavailable);
    EXPECT_TRUE(append(message_of("lobby", "ada", "2")).has_value());
}

TEST_F(SqliteStoreTest, refuses_reads_over_the_bound) {
    Options options;
    options.reads_waiting_max = 5;
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    std::size_t answered = 0;
    std::size_t refused = 0;
    {
        const Blocker blocker(database_file());
        append_and_note("1");  // every read waits for it
        for (int i = 0; i < 20; ++i) {
            store().page({.room = chat::kLobby}, [&](const Answer<chat::Page>& answer) {
                ++answered;
                refused += answer ? 0U : 1U;
            });
        }
    }
    while (answered < 20)
        ASSERT_GT(replies_.run_some(), 0U);
    EXPECT_GE(refused, 14U);  // one may be with the reader
    EXPECT_LE(refused, 15U);
}

TEST_F(SqliteStoreTest, shows_a_read_every_write_that_was_asked_before) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    for (std::size_t i = 1; i <= 50; ++i) {
        append_and_note(std::to_string(i));
        std::size_t seen = 0;
        store().page({.room = chat::kLobby, .limit = 100},
                     [&](const Answer<chat::Page>& answer) { seen = answer->events.size(); });
        while (seen == 0)
            ASSERT_GT(replies_.run_some(), 0U);
        EXPECT_EQ(seen, i);
    }
}

TEST_F(SqliteStoreTest, answers_what_waits_when_it_is_closed) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    for (int i = 1; i <= 300; ++i)
        append_and_note(std::to_string(i));
    std::size_t page_size = 0;
    store().page({.room = chat::kLobby, .limit = 1000},
                 [&](const Answer<chat::Page>& answer) { page_size = answer->events.size(); });
    store().close();
    replies_.run_some();
    ASSERT_EQ(answers_.size(), 300U);
    EXPECT_EQ(answers_.back(), "300:300");
    EXPECT_EQ(page_size, 300U);

    EXPECT_EQ(append(message_of("lobby", "ada", "late")).error(), StoreError::unavailable);
    EXPECT_EQ(page({.room = chat::kLobby}).error(), StoreError::unavailable);
    EXPECT_EQ(rooms().error(), StoreError::unavailable);
    store().close();
}

TEST_F(SqliteStoreTest, leaves_no_write_ahead_log_behind_when_it_is_closed) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(append(message_of("lobby", "ada", "1")).has_value());
    close();
    EXPECT_FALSE(std::filesystem::exists(database_file() + "-wal"));
}

TEST_F(SqliteStoreTest, keeps_the_write_ahead_log_small_under_writes_that_never_pause) {
    Options options = with_a_small_write_ahead_log();
    options.wal_patience = base::Milliseconds(60'000);
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    append_thousands();
    // Three million octets of text and much more of pages went through it.
    EXPECT_LT(std::filesystem::file_size(database_file() + "-wal"), 3 * options.wal_bytes_max);
    EXPECT_GT(count_of("store_checkpoints_total"), 0U);
}

TEST_F(SqliteStoreTest,
       writes_on_beside_one_who_reads_for_long_and_starts_the_log_over_afterwards) {
    Options options = with_a_small_write_ahead_log();
    options.wal_patience = base::Milliseconds(1);
    options.index_interval = base::Milliseconds(3'600'000);  // nobody else reads
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(store().wait_until_indexed());
    {
        SqliteDatabase reader({.file = database_file(), .vfs = {}});
        reader.begin_reading();
        ASSERT_EQ(reader.number("SELECT count(*) FROM events"), 0);
        append_thousands();
        EXPECT_EQ(reader.number("SELECT count(*) FROM events"), 0);
    }
    EXPECT_GT(wal_bytes(), 3 * options.wal_bytes_max);
    EXPECT_EQ(count_of("store_checkpoint_failures_total"), 0U);

    append_thousands();
    EXPECT_LT(wal_bytes(), 3 * options.wal_bytes_max);
}

TEST_F(SqliteStoreTest, waits_for_those_who_read_from_the_log_before_it_starts_over) {
    open();
    close();
    SqliteDatabase writer({.file = database_file(), .vfs = {}});
    SqliteDatabase reader({.file = database_file(), .vfs = {}});
    writer.execute("CREATE TABLE something (row INTEGER)");
    reader.begin_reading();
    ASSERT_EQ(reader.number("SELECT count(*) FROM something"), 0);
    writer.execute("INSERT INTO something VALUES (1)");
    EXPECT_THROW(writer.finish_wal(base::Milliseconds(1)), sql::Failure);

    std::thread soon([&] { ASSERT_TRUE(reader.roll_back()); });
    writer.finish_wal(base::Milliseconds(60'000));
    soon.join();
    const std::uint64_t before = writer.wal_pages();
    writer.execute("INSERT INTO something VALUES (2)");
    EXPECT_LT(writer.wal_pages(), before);
}

TEST_F(SqliteStoreTest, refuses_while_the_disk_is_full_and_recovers_by_itself) {
    FaultyVfs vfs;
    Options options;
    options.vfs = vfs.name();
    options.probe_interval = base::Milliseconds(1);
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(append(message_of("lobby", "ada", "1")).has_value());

    vfs.fail_at(1, FaultyVfs::Fault::from_then_on, FaultyVfs::Error::full);
    EXPECT_EQ(append(message_of("lobby", "ada", "2")).error(), StoreError::unavailable);
    EXPECT_FALSE(store().is_ready());
    EXPECT_EQ(metrics_.gauge("store_ready", "").value(), 0);
    EXPECT_EQ(page({.room = chat::kLobby})->events.size(), 1U) << "reading goes on";
    EXPECT_GE(count_of("store_commit_failures_total"), 1U);

    vfs.heal();
    while (!store().is_ready())
        std::this_thread::yield();
    EXPECT_EQ(metrics_.gauge("store_ready", "").value(), 1);
    EXPECT_EQ(append(message_of("lobby", "ada", "2"))->event.seq, 2U);
    close();  // before its file system goes
}

TEST_F(SqliteStoreTest, refuses_only_the_request_that_the_database_cannot_take) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(create_room("broken").has_value());
    SqliteDatabase({.file = database_file(), .vfs = {}})
        .execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.text = 'poison' "
            "BEGIN SELECT RAISE(ABORT, 'poison'); END");
    {
        const Blocker blocker(database_file());
        append_and_note("1");
        append_and_note("2");
        store().append(message_of("lobby", "ada", "3", "poison"), [this](Answer<Appended> answer) {
            answers_.emplace_back(answer ? "kept" : "3:refused");
        });
        append_and_note("4");
    }
    run_until_answers(4);
    EXPECT_EQ(answers_, (std::vector<std::string>{"1:1", "2:2", "3:refused", "4:3"}));
    EXPECT_TRUE(store().is_ready());
}

TEST_F(SqliteStoreTest, keeps_texts_with_any_octets) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    const std::string text("a\0b\xF0\x9F\x91\xA9'\"\x01", 10);
    ASSERT_TRUE(append(message_of("lobby", "ada", std::string("n\0n", 3), text)).has_value());
    EXPECT_EQ(page({.room = chat::kLobby})->events.at(0).text, text);
    EXPECT_EQ(append(message_of("lobby", "ada", std::string("n\0n", 3)))->event.text, text);
    EXPECT_EQ(append(message_of("lobby", "ada", "n"))->outcome, Appended::Outcome::committed);
}

TEST_F(SqliteStoreTest, leaves_no_deleted_word_in_its_file) {
    using chat::EventKind;
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    // One text lies within a page of the database, the other needs pages of its own.
    std::string words;
    while (words.size() < 12'000)
        words += "secretwords ";
    ASSERT_TRUE(append(message_of("lobby", "ada", "1", "secretwords")).has_value());
    ASSERT_TRUE(append(message_of("lobby", "ada", "2", "kept")).has_value());
    ASSERT_TRUE(append(change_of("lobby", EventKind::edited, "ada", 1, words)).has_value());
    ASSERT_TRUE(
        append(change_of("lobby", EventKind::edited, "ada", 1, "x secretwords")).has_value());
    ASSERT_TRUE(append(message_of("lobby", "ada", "3", words)).has_value());
    EXPECT_EQ(page({.room = chat::kLobby})->events.at(2).text, words) << "versions are kept";

    ASSERT_TRUE(append(change_of("lobby", EventKind::deleted, "ada", 1)).has_value());
    ASSERT_TRUE(append(change_of("lobby", EventKind::deleted, "ada", 5)).has_value());
    close();

    std::ifstream file(database_file(), std::ios::binary);
    const std::string octets{std::istreambuf_iterator<char>(file), {}};
    EXPECT_NE(octets.find("kept"), std::string::npos);
    EXPECT_EQ(octets.find("secretwords"), std::string::npos);
}

TEST_F(SqliteStoreTest, forgets_a_change_with_the_transaction_that_failed) {
    using chat::EventKind;
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(append(message_of("lobby", "ada", "1", "first")).has_value());
    SqliteDatabase({.file = database_file(), .vfs = {}})
        .execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON standings WHEN NEW.fate = 1 "
            "BEGIN SELECT RAISE(ABORT, 'poison'); END");
    {
        const Blocker blocker(database_file());
        append_and_note("2");
        for (const auto& [kind, text] :
             {std::pair(EventKind::edited, "second"), std::pair(EventKind::deleted, ""),
              std::pair(EventKind::reaction_added, "👍")}) {
            store().append(
                change_of("lobby", kind, "ada", 1, text), [this](const Answer<Appended>& answer) {
                    answers_.push_back(answer ? std::to_string(answer->event.seq) : "refused");
                });
        }
    }
    run_until_answers(4);
    EXPECT_EQ(answers_, (std::vector<std::string>{"2:2", "3", "refused", "4"}));
    const auto log = page({.room = chat::kLobby});
    ASSERT_EQ(log->events.size(), 4U);
    EXPECT_EQ(log->events[0].text, "second");
    EXPECT_EQ(log->events[0].standing->version, 4U);
    EXPECT_EQ(log->events[0].standing->fate, chat::Standing::Fate::kept);
    EXPECT_EQ(log->events[0].standing->reactions.size(), 1U);
}

TEST_F(SqliteStoreTest, shows_its_metrics) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(append(message_of("lobby", "ada", "1")).has_value());
    const std::string page = metrics_.render();
    for (const char* name : {"store_append_seconds_count 1", "store_commits_total",
                             "store_wal_bytes", "store_ready 1"})
        EXPECT_NE(page.find(name), std::string::npos) << name;
}

}  // namespace
}  // namespace store::sqlite
