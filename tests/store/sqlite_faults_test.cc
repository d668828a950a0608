#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chat/folding.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite_fixture.h"
#include "support/faulty_vfs.h"

namespace store::sqlite {
namespace {

using chat::Append;
using chat::Appended;
using chat::Event;
using chat::EventKind;
using chat::StoreError;
using support::FaultyVfs;

constexpr const char* kRooms[] = {"red", "blue"};
constexpr const char* kAuthors[] = {"ada", "bob", "eve"};
constexpr const char* kTargetAuthor = "ada";
constexpr EventKind kChanges[] = {EventKind::edited, EventKind::reaction_added, EventKind::deleted};
constexpr std::size_t kRounds = 3;
constexpr std::size_t kAppendsARound = 8;

struct FaultKind {
    const char* why;
    FaultyVfs::Fault fault;
    FaultyVfs::Error error;
    enum class After : std::uint8_t { go_on, crash, power_loss } after;
    enum class Log : std::uint8_t { long_lived, starts_over } log;
    enum class Asked : std::uint8_t { messages, changes, mentions } asked = Asked::messages;
};

std::string name_of(const Append& append) {
    return append.room.value() + "/" + append.actor.value() + "/" + append.nonce.value() + "/" +
           std::to_string(append.target);
}
std::string name_of(const Event& event) {
    return event.room.value() + "/" + event.actor.value() + "/" + event.nonce.value() + "/" +
           std::to_string(event.target);
}

/// What a fault must not tear: a message with what happened to it.
bool is_as_folded(const Event& event, Event original, const std::vector<Event>& log) {
    for (const Event& later : log) {
        if (is_change(later.kind) && later.target == event.seq) chat::fold(original, later);
    }
    return event == original;
}

}  // namespace

class SqliteFaults : public SqliteFixture, public testing::WithParamInterface<FaultKind> {
protected:
    Options options() {
        Options options;
        options.vfs = vfs_.name();
        options.idle_interval = base::Milliseconds(3'600'000);  // only what the test asks for
        options.probe_interval = options.idle_interval;
        if (GetParam().log == FaultKind::Log::starts_over) options.wal_bytes_max = 30'000;
        return options;
    }

    /// A target for each append: in either room, so that its seq is the append's number and 1.
    void say_what_changes() {
        for (std::size_t number = 0; number < kRounds * kAppendsARound; ++number) {
            for (const char* room : kRooms) {
                const auto said =
                    append(message_of(room, kTargetAuthor, "target " + std::to_string(number),
                                      std::string(number % 5 == 0 ? 5'000 : 10, 'y')));
                ASSERT_TRUE(said.has_value());
                targets_[name_of(said->event)] = said->event;
            }
        }
    }

    /// Everything of one round is asked before the first answer.
    void run_round(std::size_t round) {
        std::size_t answered = 0;
        for (std::size_t i = 0; i < kAppendsARound; ++i) {
            const std::size_t number = round * kAppendsARound + i;
            const std::string nonce = std::to_string(number);
            // One round is too long for a page of the database.
            const std::string text = std::string(round == 1 ? 6'000 : 20, 'x') + nonce;
            Append append =
                GetParam().asked == FaultKind::Asked::changes
                    ? change_of(kRooms[number % 2], kChanges[number % std::size(kChanges)],
                                kTargetAuthor, number + 1, text)
                    : message_of(kRooms[number % 2], kAuthors[number % 3], nonce, text);
            if (GetParam().asked == FaultKind::Asked::mentions) {
                for (const char* author : kAuthors)
                    append.mentions.emplace_back(author);
            }
            asked_.push_back(append);
            store().append(append, [this, append, &answered](Answer<Appended> answer) {
                ++answered;
                note(append, answer);
            });
        }
        while (answered < kAppendsARound)
            ASSERT_GT(replies_.run_some(), 0U);
    }

    void note(const Append& append, const Answer<Appended>& answer) {
        if (!answer) {
            EXPECT_EQ(answer.error(), StoreError::unavailable);
            return;
        }
        const auto [known, is_new] = acknowledged_.emplace(name_of(append), answer->event);
        EXPECT_EQ(known->second, answer->event) << "acknowledged twice, each time differently";
        EXPECT_EQ(answer->event.text, append.kind == EventKind::deleted ? "" : append.text);
    }

    /// A client sends again what was refused, with the same nonce.
    void retry_refused() {
        for (const Append& asked : asked_) {
            if (acknowledged_.contains(name_of(asked))) continue;
            const auto answer = append(asked);
            ASSERT_TRUE(answer.has_value()) << "the store did not recover";
            note(asked, answer);
        }
    }

    /// Every acknowledged event stands in its place; seqs have no gap, nonces no repeat.
    void check_logs() {
        std::size_t found = 0;
        for (const char* room : kRooms) {
            const auto log = page({.room = chat::RoomId(room), .limit = 10'000});
            ASSERT_TRUE(log.has_value());
            chat::Seq seq = 0;
            std::set<std::pair<chat::UserId, chat::Nonce>> nonces;
            for (const Event& event : log->events) {
                ASSERT_EQ(event.seq, ++seq) << "a gap in " << room;
                if (event.kind == EventKind::message) {
                    ASSERT_EQ(event.ordinal, seq);
                    ASSERT_TRUE(nonces.emplace(event.actor, event.nonce).second) << "a repeat";
                }
                const auto target = targets_.find(name_of(event));
                if (target != targets_.end()) {
                    ASSERT_TRUE(is_as_folded(event, target->second, log->events));
                }
                const auto known = acknowledged_.find(name_of(event));
                if (known == acknowledged_.end()) continue;
                ASSERT_EQ(known->second, event);
                ++found;
            }
        }
        EXPECT_EQ(found, acknowledged_.size()) << "an acknowledged event is lost";
    }

    /// In the first room all are members, who are meant by whatever the others said after they did themselves.
    void check_mentions() {
        SqliteDatabase database({.file = database_file(),
                                 .vfs = vfs_.name(),
                                 .lock_patience = base::Milliseconds(60'000)});
        EXPECT_EQ(database.number("SELECT count(*) FROM memberships m WHERE m.mentions <> "
                                  "(SELECT count(*) FROM mentions n WHERE n.person = m.person "
                                  "AND n.room = m.room AND n.seq > m.read)"),
                  0);
        EXPECT_EQ(database.number("SELECT count(*) FROM mentions"),
                  database.number("SELECT count(*) FROM memberships m JOIN events e "
                                  "ON e.place > (m.room << 36) + m.read "
                                  "AND e.place < ((m.room + 1) << 36)"));
    }
    void check() {
        check_logs();
        if (GetParam().asked == FaultKind::Asked::mentions) check_mentions();
    }

    /// What every run begins with.
    void prepare() {
        open(options());
        for (const char* room : kRooms)
            ASSERT_TRUE(create_room(room).has_value());
        if (GetParam().asked == FaultKind::Asked::changes) say_what_changes();
        if (GetParam().asked == FaultKind::Asked::mentions) {
            for (const char* author : kAuthors)
                ASSERT_TRUE(create_guest(author, base::Milliseconds(1000), kRooms[0]).has_value());
        }
        set_aside();
    }

    /// Runs with the `n`th operation failing. returns false: there were fewer
    bool run_with_fault_at(std::uint64_t n) {
        acknowledged_.clear();
        asked_.clear();
        vfs_.heal();
        put_back();
        open(options());

        vfs_.fail_at(n, GetParam().fault, GetParam().error);
        for (std::size_t round = 0; round < kRounds; ++round)
            run_round(round);
        bool has_failed = vfs_.has_failed();
        if (GetParam().after == FaultKind::After::go_on) {
            vfs_.heal();
        } else {
            close();
            has_failed = has_failed || vfs_.has_failed();
            if (GetParam().after == FaultKind::After::power_loss) {
                std::mt19937_64 chance(n);
                vfs_.lose_power(chance);
            }
            vfs_.heal();
            open(options());
        }
        check();
        retry_refused();
        EXPECT_EQ(acknowledged_.size(), kRounds * kAppendsARound);
        check();
        close();
        return has_failed;
    }

    FaultyVfs vfs_;

private:
    std::vector<Append> asked_;
    std::map<std::string, Event> acknowledged_;
    std::map<std::string, Event> targets_;  // as they were said
};

TEST_P(SqliteFaults, lose_nothing_acknowledged_wherever_they_come) {
    SCOPED_TRACE(GetParam().why);
    ASSERT_NO_FATAL_FAILURE(prepare());
    std::uint64_t n = 1;
    while (run_with_fault_at(n)) {
        if (HasFatalFailure() || HasNonfatalFailure()) FAIL() << "with operation " << n;
        ++n;
    }
    RecordProperty("operations", static_cast<int>(n));
    EXPECT_GT(n, kRounds * 2) << "each commit writes and syncs at least once";
}

using After = FaultKind::After;
using Log = FaultKind::Log;
using Asked = FaultKind::Asked;
INSTANTIATE_TEST_SUITE_P(
    Sqlite, SqliteFaults,
    testing::Values(
        FaultKind{"one I/O error", FaultyVfs::Fault::once, FaultyVfs::Error::io, After::go_on,
                  Log::long_lived},
        FaultKind{"one I/O error, around a checkpoint", FaultyVfs::Fault::once,
                  FaultyVfs::Error::io, After::go_on, Log::starts_over},
        FaultKind{"the disk is full for a moment", FaultyVfs::Fault::once, FaultyVfs::Error::full,
                  After::go_on, Log::long_lived},
        FaultKind{"the disk is full until somebody makes room", FaultyVfs::Fault::from_then_on,
                  FaultyVfs::Error::full, After::go_on, Log::starts_over},
        FaultKind{"the process is killed", FaultyVfs::Fault::from_then_on, FaultyVfs::Error::io,
                  After::crash, Log::long_lived},
        FaultKind{"the process is killed, around a checkpoint", FaultyVfs::Fault::from_then_on,
                  FaultyVfs::Error::io, After::crash, Log::starts_over},
        FaultKind{"the power goes", FaultyVfs::Fault::from_then_on, FaultyVfs::Error::io,
                  After::power_loss, Log::long_lived},
        FaultKind{"the power goes, around a checkpoint", FaultyVfs::Fault::from_then_on,
                  FaultyVfs::Error::io, After::power_loss, Log::starts_over},
        FaultKind{"one I/O error, while messages change", FaultyVfs::Fault::once,
                  FaultyVfs::Error::io, After::go_on, Log::long_lived, Asked::changes},
        FaultKind{"the power goes, while messages change", FaultyVfs::Fault::from_then_on,
                  FaultyVfs::Error::io, After::power_loss, Log::starts_over, Asked::changes},
        FaultKind{"one I/O error, while people are meant", FaultyVfs::Fault::once,
                  FaultyVfs::Error::io, After::go_on, Log::long_lived, Asked::mentions},
        FaultKind{"the power goes, while people are meant", FaultyVfs::Fault::from_then_on,
                  FaultyVfs::Error::io, After::power_loss, Log::starts_over, Asked::mentions}));

}  // namespace store::sqlite
