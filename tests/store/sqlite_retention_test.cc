#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/migrations/sqlite.h"
#include "store/sqlite/options.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite_fixture.h"
#include "support/faulty_vfs.h"

namespace store::sqlite {
namespace {

using chat::EventKind;
using chat::Expired;

constexpr base::Milliseconds kMonth{30LL * 24 * 3600 * 1000};

class SqliteRetention : public SqliteFixture {
protected:
    /// Before the `n`th message.
    static base::WallTime time_of(int n) {
        return message_of("lobby", "ada", "").time + base::Milliseconds(n);
    }
    Answer<Expired> expire(base::WallTime before, std::uint32_t limit = 1000) {
        return ask<Expired>([&](auto reply) {
            store().room_records().expire(chat::kLobby, before, limit, std::move(reply));
        });
    }
    /// The lobby keeps its messages for 30 days, as bob said before all of them.
    void make_lobby() {
        ASSERT_TRUE(create_room("lobby").has_value());
        ASSERT_TRUE(create_guest("eve", kMonth).has_value());
        ASSERT_TRUE(
            append(change_of("lobby", EventKind::retention_set, "bob", 0, "30")).has_value());
    }
    /// The `n`th message, seq n * 4 - 2, with all that there is of a message: an edit, a reaction, a pin, and eve is
    /// meant by it.
    void say(int n, const std::string& text = "secret") {
        const std::string number = std::to_string(n);
        chat::Append said = message_of("lobby", "ada", number, text + " first " + number);
        said.time = time_of(n);
        said.mentions.emplace_back("eve");
        const auto appended = append(said);
        ASSERT_TRUE(appended.has_value());
        const chat::Seq seq = appended->event.seq;
        for (auto& [kind, words] : {std::pair(EventKind::edited, text + " edited " + number),
                                    std::pair(EventKind::reaction_added, std::string("👍")),
                                    std::pair(EventKind::message_pinned, std::string())}) {
            chat::Append change = change_of("lobby", kind, "ada", seq, words);
            change.time = time_of(n);
            ASSERT_TRUE(append(change).has_value());
        }
    }
    std::int64_t number(const std::string& sql) {
        return SqliteDatabase({.file = database_file(), .vfs = {}}).number(sql.c_str());
    }
    /// Of each message everything is there or nothing but its place: no transaction is half done.
    void check_whole(int messages) {
        SqliteDatabase database({.file = database_file(), .vfs = {}});
        SCOPED_TRACE(database.number("SELECT erased FROM rooms"));
        const std::int64_t gone = database.number(
            "SELECT count(*) FROM events JOIN rooms WHERE events.kind = 1 "
            "AND place <= (number << 36) + erased");
        const std::int64_t kept = messages - gone;
        EXPECT_EQ(database.number("SELECT count(*) FROM standings WHERE fate = 1"), gone);
        EXPECT_EQ(database.number("SELECT sum(mentions) FROM memberships"), kept);
        for (const char* there :
             {"events WHERE kind = 1 AND text <> ''", "events WHERE kind = 1 AND nonce <> ''",
              "events WHERE kind = 4 AND text <> ''", "nonces", "edits", "reactions", "pins",
              "mentions"}) {
            const std::string sql = std::string("SELECT count(*) FROM ") + there;
            EXPECT_EQ(database.number(sql.c_str()), kept) << there;
        }
        EXPECT_EQ(database.number("SELECT count(*) FROM events WHERE kind = 1"), messages);
        EXPECT_EQ(database.text("PRAGMA integrity_check"), "ok");
    }
};

TEST_F(SqliteRetention, stands_after_a_restart) {
    open();
    make_lobby();
    for (int n = 1; n <= 3; ++n)
        say(n);
    ASSERT_EQ(expire(time_of(2))->up_to, 5U);
    ASSERT_TRUE(append(change_of("lobby", EventKind::expired, "bob", 5, "1")).has_value());
    close();
    check_whole(3);

    open();
    const auto all = rooms();
    ASSERT_TRUE(all.has_value());
    EXPECT_EQ(all->at(0).retention_days, 30U);
    EXPECT_EQ(all->at(0).expired, 5U);
    EXPECT_EQ(all->at(0).expired_ordinal, 1U);
    EXPECT_EQ(append(change_of("lobby", EventKind::retention_set, "bob", 0, "30")).error(),
              chat::StoreError::no_change);
    EXPECT_EQ(append(change_of("lobby", EventKind::expired, "bob", 5, "1")).error(),
              chat::StoreError::no_change);
    const Expired now{.up_to = 5,
                      .ordinal = 1,
                      .more = false,
                      .by = {.user = chat::UserId("bob"), .nickname = "bob"}};
    EXPECT_EQ(expire(time_of(2)), now);
    EXPECT_EQ(expire(time_of(3))->up_to, 9U) << "it goes on where it was";
    close();
    check_whole(3);
}

TEST_F(SqliteRetention, of_what_is_gone_no_octet_is_in_the_file) {
    open();
    make_lobby();
    for (int n = 1; n <= 20; ++n)
        say(n, n <= 15 ? "xylophone" : "marimba");
    ASSERT_EQ(expire(time_of(16))->up_to, 61U);
    close();
    check_whole(20);
    SqliteDatabase({.file = database_file(), .vfs = {}}).execute("PRAGMA wal_checkpoint(TRUNCATE)");
    std::ifstream file(database_file(), std::ios::binary);
    const std::string octets((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(octets.find("xylophone"), std::string::npos);
    EXPECT_NE(octets.find("marimba"), std::string::npos);
}

TEST_F(SqliteRetention, a_stretch_that_could_not_be_taken_away_is_there_whole) {
    open();
    make_lobby();
    for (int n = 1; n <= 3; ++n)
        say(n);
    const auto set = [this](const std::string& sql) {
        SqliteDatabase({.file = database_file(), .vfs = {}}).execute(sql.c_str());
    };
    for (const char* moment :
         {"BEFORE INSERT ON standings", "BEFORE UPDATE OF text ON events WHEN OLD.kind = 4",
          "BEFORE DELETE ON reactions", "BEFORE DELETE ON pins", "BEFORE DELETE ON mentions",
          "BEFORE DELETE ON nonces", "BEFORE UPDATE OF nonce ON events",
          "BEFORE UPDATE OF erased ON rooms"}) {
        SCOPED_TRACE(moment);
        set(std::string("CREATE TRIGGER refuse ") + moment +
            " BEGIN SELECT RAISE(ABORT, 'poison'); END");
        EXPECT_EQ(expire(time_of(3)).error(), chat::StoreError::unavailable);
        set("DROP TRIGGER refuse");
        EXPECT_EQ(number("SELECT erased FROM rooms"), 0);
        check_whole(3);
    }
    EXPECT_EQ(expire(time_of(3))->up_to, 9U);
    close();
    check_whole(3);
}

TEST_F(SqliteRetention, the_power_may_go_at_any_moment) {
    constexpr int kMessages = 2;
    support::FaultyVfs disk;
    Options options;
    options.vfs = disk.name();
    options.idle_interval = kMonth;
    options.probe_interval = kMonth;
    open(options);
    make_lobby();
    for (int n = 1; n <= kMessages; ++n)
        say(n);
    close();
    bool is_done = false;
    for (std::uint64_t moment = 1; !is_done; ++moment) {
        SCOPED_TRACE(moment);
        ASSERT_LT(moment, 100U);
        open(options);
        disk.fail_at(moment, support::FaultyVfs::Fault::from_then_on);
        const auto expired = expire(time_of(2));
        close();
        disk.heal();
        std::mt19937_64 chance(moment);
        disk.lose_power(chance);
        ASSERT_NO_FATAL_FAILURE(check_whole(kMessages));
        is_done = number("SELECT erased FROM rooms") != 0;
        EXPECT_TRUE(is_done || !expired) << "what was acknowledged is there";
    }
}

TEST_F(SqliteRetention, a_killed_process_leaves_no_stretch_half_done) {
    constexpr int kMessages = 300;
    open();
    make_lobby();
    for (int n = 1; n <= kMessages; ++n) {
        chat::Append said = message_of("lobby", "ada", std::to_string(n));
        said.time = time_of(n);
        ASSERT_TRUE(append(said).has_value());
    }
    close();
    std::uint64_t known = 0;
    for (int kill = 0; kill < 4; ++kill) {
        SCOPED_TRACE(kill);
        int pipe[2] = {-1, -1};
        ASSERT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            open();
            for (;;) {
                const auto expired = expire(time_of(kMessages + 1), 3);
                const std::uint64_t up_to = expired ? expired->up_to : 0;
                if (::write(pipe[1], &up_to, sizeof(up_to)) != sizeof(up_to)) ::_exit(1);
            }
        }
        ::close(pipe[1]);
        std::uint64_t up_to = 0;
        for (int reports = 1; ::read(pipe[0], &up_to, sizeof(up_to)) == sizeof(up_to); ++reports) {
            ASSERT_GE(up_to, known);
            known = up_to;
            if (reports == 10 + 7 * kill) ::kill(child, SIGKILL);
        }
        ::close(pipe[0]);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status));
        open();
        const auto now = expire(time_of(0), 0);
        ASSERT_TRUE(now.has_value());
        EXPECT_GE(now->up_to, known) << "what was acknowledged is done";
        const auto log = page({.room = chat::kLobby, .limit = 1000});
        for (const chat::Event& event : log->events) {
            if (event.kind != EventKind::message) continue;
            const bool is_gone = event.seq <= now->up_to;
            ASSERT_EQ(event.text.empty(), is_gone) << event.seq;
            ASSERT_EQ(event.nonce.value().empty(), is_gone) << event.seq;
            ASSERT_EQ(event.standing != nullptr, is_gone) << event.seq;
        }
        close();
        EXPECT_EQ(number("SELECT count(*) FROM nonces"),
                  number("SELECT count(*) FROM events WHERE kind = 1 AND text <> ''"));
    }
}

TEST_F(SqliteRetention, a_nonce_that_another_message_has_stays) {
    open();
    const chat::Room den{.id = chat::kLobby,
                         .name = "den",
                         .name_key = std::string("\x01") + "den",
                         .kind = chat::RoomKind::closed};
    ASSERT_TRUE(ask<chat::Room>([&](auto reply) {
                    store().create_room(den, {}, std::move(reply));
                }).has_value());
    ASSERT_TRUE(append(change_of("lobby", EventKind::retention_set, "bob", 0, "30")).has_value());
    ASSERT_TRUE(append(message_of("lobby", "ada", "a")).has_value());
    SqliteDatabase({.file = database_file(), .vfs = {}})
        .execute("UPDATE nonces SET seq = 9 WHERE nonce = 'a'");
    ASSERT_EQ(expire(time_of(1), 2)->up_to, 2U);
    EXPECT_EQ(number("SELECT count(*) FROM nonces"), 1);
}

TEST_F(SqliteRetention, comes_to_a_database_from_before_there_was_any) {
    std::filesystem::create_directory(directory());
    {
        SqliteDatabase database({.file = database_file(), .vfs = {}});
        migrate(database, migrations::sqlite().first(11));
        database.execute(
            "INSERT INTO rooms VALUES (1, 'lobby', 'lobby', 'lobby', 1, 5, 3, 2, '', 1, 0);"
            "INSERT INTO users VALUES (1, 'ada', 'ada', 1, 0, 1, '', -1);"
            "INSERT INTO memberships (user, room, read, read_ordinal, mentions) "
            "VALUES (1, 1, 0, 0, 2);"
            "INSERT INTO mentions VALUES (1, 1, 1), (1, 1, 3);"
            "INSERT INTO events VALUES ((1 << 36) + 1, 1, 1, 'ada', 9, 1, 'one', 'n', 0, 0, '');"
            "INSERT INTO events VALUES ((1 << 36) + 2, 4, 1, 'ada', 9, 1, 'uno', '', 1, 0, '');"
            "INSERT INTO events VALUES ((1 << 36) + 3, 1, 1, 'ada', 99, 2, 'two', 'm', 0, 0, '');"
            "INSERT INTO nonces VALUES (1, 1, 'n', 1), (1, 1, 'm', 3);"
            "INSERT INTO standings VALUES ((1 << 36) + 1, 2, (1 << 36) + 2, 0);"
            "INSERT INTO edits VALUES ((1 << 36) + 1, (1 << 36) + 2);");
    }
    open();
    EXPECT_EQ(rooms()->at(0).retention_days, 0U);
    EXPECT_EQ(rooms()->at(0).expired, 0U);
    EXPECT_EQ(expire(base::WallTime(base::Milliseconds(50))).error(), chat::StoreError::no_change);
    ASSERT_TRUE(append(change_of("lobby", EventKind::retention_set, "ada", 0, "7")).has_value());
    const auto expired = expire(base::WallTime(base::Milliseconds(50)));
    ASSERT_TRUE(expired.has_value());
    EXPECT_EQ(expired->up_to, 2U);
    EXPECT_EQ(expired->ordinal, 1U);
    const auto log = page({.room = chat::kLobby});
    EXPECT_EQ(log->events.at(0).text, "");
    EXPECT_EQ(log->events.at(1).text, "");
    EXPECT_EQ(log->events.at(2).text, "two");
    EXPECT_EQ(number("SELECT mentions FROM memberships"), 1);
    EXPECT_EQ(number("SELECT seq FROM mentions"), 3);
    EXPECT_EQ(number("SELECT seq FROM nonces"), 3);
}

}  // namespace
}  // namespace store::sqlite
