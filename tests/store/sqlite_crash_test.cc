#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/sqlite_fixture.h"

namespace store::sqlite {
namespace {

using chat::Appended;

constexpr const char* kRooms[] = {"red", "blue"};
constexpr std::uint64_t kInFlight = 50;
constexpr std::uint64_t kEdited = 1'000'000'000;  // a number that no child comes to

/// What the child writes for each acknowledged message; small enough for a pipe to take it whole.
struct Acknowledged {
    std::uint64_t number = 0;
    chat::Seq seq = 0;
};

class SqliteCrash : public SqliteFixture {
protected:
    /// Messages, and, of a room that begins with kEdited, edits of that one.
    enum class Kinds : std::uint8_t { messages, messages_and_edits };

    [[nodiscard]] chat::Append request(std::uint64_t number) const {
        const char* const room = kRooms[number % 2];
        const std::string word = std::to_string(number);
        const bool is_edit = kinds_ == Kinds::messages_and_edits && number % 4 >= 2;
        return is_edit ? change_of(room, chat::EventKind::edited, "ada", 1, word)
                       : message_of(room, "ada", word, word);
    }

    /// The child: appends from `first` on, many at a time, and reports each acknowledgement, until it is killed.
    void append_for_ever(int reports, std::uint64_t first) {
        Options options;
        options.wal_bytes_max = 100'000;
        open(options);
        std::uint64_t asked = 0;
        std::uint64_t answered = 0;
        for (;;) {
            while (asked - answered < kInFlight) {
                const std::uint64_t number = first + asked++;
                store().append(request(number), [&, number](Answer<Appended> answer) {
                    ++answered;
                    const Acknowledged report{.number = number,
                                              .seq = answer ? answer->event.seq : 0};
                    if (::write(reports, &report, sizeof(report)) != sizeof(report)) ::_exit(1);
                });
            }
            replies_.run_some();
        }
    }

    /// Runs a child, kills it after `reports_wanted` reports, and notes all that it reported.
    void run_and_kill(std::uint64_t first, std::uint64_t reports_wanted) {
        int pipe[2] = {-1, -1};
        ASSERT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            append_for_ever(pipe[1], first);
            ::_exit(1);
        }
        ::close(pipe[1]);
        Acknowledged report;
        for (std::uint64_t read = 0; ::read(pipe[0], &report, sizeof(report)) == sizeof(report);) {
            ASSERT_NE(report.seq, 0U);
            acknowledged_[report.number] = report.seq;
            if (++read == reports_wanted) ::kill(child, SIGKILL);
        }
        ::close(pipe[0]);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status));
    }

    void check_logs() {
        std::map<std::uint64_t, chat::Seq> kept;
        std::set<std::pair<std::uint64_t, chat::Seq>> edits;
        for (const char* room : kRooms) {
            const auto log = page({.room = chat::RoomId(room), .limit = 1'000'000});
            ASSERT_TRUE(log.has_value());
            chat::Seq seq = 0;
            chat::Event last_edit;
            for (const chat::Event& event : log->events) {
                ASSERT_EQ(event.seq, ++seq) << "a gap";
                if (is_change(event.kind)) {
                    edits.emplace(std::stoull(event.text), event.seq);
                    last_edit = event;
                    continue;
                }
                ASSERT_TRUE(kept.emplace(std::stoull(event.nonce.value()), event.seq).second)
                    << "a repeat";
            }
            if (last_edit.seq == 0) continue;
            const chat::Event& edited = log->events[0];
            ASSERT_EQ(edited.text, last_edit.text);
            ASSERT_EQ(edited.standing->version, last_edit.seq);
        }
        for (const auto& [number, seq] : acknowledged_) {
            if (is_change(request(number).kind)) {
                ASSERT_TRUE(edits.contains({number, seq})) << "an acknowledged edit is lost";
            } else {
                ASSERT_EQ(kept[number], seq) << "an acknowledged message is lost or moved";
            }
        }
    }

    void check_that_nothing_is_lost() {
        constexpr std::uint64_t kSeed = 20'260'703;
        std::mt19937_64 random(kSeed);
        std::uint64_t first = 0;
        for (int kill = 0; kill < 6; ++kill) {
            SCOPED_TRACE(kill);
            ASSERT_NO_FATAL_FAILURE(run_and_kill(first, 1 + random() % 1'500));
            // The next child begins with what this one may have had under way.
            first = acknowledged_.rbegin()->first + 1 - std::min(acknowledged_.size(), kInFlight);
            open();
            ASSERT_NO_FATAL_FAILURE(check_logs());
            close();
        }
    }

    Kinds kinds_ = Kinds::messages;

    std::map<std::uint64_t, chat::Seq> acknowledged_;
};

TEST_F(SqliteCrash, loses_nothing_acknowledged_when_it_is_killed) {
    open();
    for (const char* room : kRooms)
        ASSERT_TRUE(create_room(room).has_value());
    close();

    ASSERT_NO_FATAL_FAILURE(check_that_nothing_is_lost());
}

TEST_F(SqliteCrash, loses_no_acknowledged_edit_when_it_is_killed) {
    kinds_ = Kinds::messages_and_edits;
    open();
    for (std::size_t room = 0; room < std::size(kRooms); ++room) {
        ASSERT_TRUE(create_room(kRooms[room]).has_value());
        const std::string nonce = std::to_string(kEdited + room);
        ASSERT_EQ(append(message_of(kRooms[room], "ada", nonce))->event.seq, 1U);
    }
    close();

    ASSERT_NO_FATAL_FAILURE(check_that_nothing_is_lost());
}

}  // namespace
}  // namespace store::sqlite
