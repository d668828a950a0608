// What a commit reads does not grow with what the database keeps, however small that was when the server made its plans.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/migrations/postgres.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/postgres_engine.h"
#include "store/postgres/schema.h"
#include "store/postgres/settings.h"
#include "store/postgres_fixture.h"
#include "store/postgres_node.h"
#include "store/sql/claim.h"
#include "store/sql/ledger.h"

namespace store::postgres {
namespace {

using chat::EventKind;
using sql::Claim;

constexpr std::int64_t kRows = 20'000;     // that each large table has in the end
constexpr std::int64_t kReadsOfDay = 500;  // by keys, of all that is done in one

Settings planned_now_and_then(Settings settings) {
    settings.plans = Settings::Plans::now_and_then;
    return settings;
}

class PostgresPlans : public testing::Test {
protected:
    PostgresPlans() {
        transact({.reach = Claim::Reach::everything, .rooms = {}, .users = {}, .nonces = {}},
                 [this] {
                     EXPECT_TRUE(ledger_->create_room(
                         {.id = chat::RoomId("lobby"), .name = "lobby", .name_key = "lobby"}, {}));
                     for (const std::string person : {"ada", "bob", "cy"}) {
                         EXPECT_TRUE(ledger_->create_user(
                             {.user = {.id = chat::UserId(person), .nickname = person},
                              .name_key = person,
                              .token = "token of " + person,
                              .session = {.id = chat::SessionId("session of " + person),
                                          .user = chat::UserId(person),
                                          .agent = {},
                                          .address = {}},
                              .first_room = chat::RoomId("lobby")}));
                     }
                 });
    }

    template <typename Work>
    void transact(const Claim& claim, Work work) {
        ledger_->begin(claim);
        work();
        ledger_->commit();
    }

    /// A transaction in the lobby, as a node's writer makes it.
    template <typename Work>
    void in_lobby(const std::vector<std::string>& nonces, Work work) {
        Claim claim{.rooms = {"lobby"}, .users = {"ada", "bob", "cy"}, .nonces = {}};
        for (const std::string& nonce : nonces)
            claim.nonces.push_back({.room = "lobby", .author = "ada", .nonce = nonce});
        transact(claim, work);
    }

    void change(EventKind kind, chat::Seq target, const std::string& text = {}) {
        in_lobby({}, [&] {
            EXPECT_TRUE(ledger_->append({.room = chat::RoomId("lobby"),
                                         .kind = kind,
                                         .actor = chat::UserId("ada"),
                                         .nickname = "ada",
                                         .text = text,
                                         .nonce = {},
                                         .target = target}));
        });
    }

    /// What people do all day, some of it alone in a commit and some of it together.
    void pass_day() {
        const std::string day = std::to_string(days_++);
        in_lobby({day}, [&] { EXPECT_TRUE(ledger_->append(message_of("lobby", "ada", day))); });
        std::vector<std::string> nonces;
        for (int i = 0; i < 5; ++i)
            nonces.push_back(fmt::format("{} {}", day, i));
        chat::Seq last = 0;
        in_lobby(nonces, [&] {
            for (const std::string& nonce : nonces) {
                chat::Append append = message_of("lobby", "ada", nonce);
                append.mentions = {chat::UserId("cy")};
                const auto place = ledger_->append(append);
                ASSERT_TRUE(place);
                last = place->seq;
            }
        });
        change(EventKind::edited, last, "other words");
        change(EventKind::reaction_added, last, "\xF0\x9F\x91\x8D");
        change(EventKind::deleted, last);
        in_lobby({}, [&] {
            for (const char* reader : {"bob", "cy"})
                EXPECT_TRUE(ledger_->set_read(chat::UserId(reader), chat::RoomId("lobby"), last));
        });
    }

    /// The tables become large at once, and nobody analyses them.
    void fill() {
        const std::string rows = fmt::format("generate_series(1000, {}) AS n", 999 + kRows);
        const std::string place = "(9::BIGINT << 36) + n";
        for (const std::string& insert : {
                 "rooms (id, name, name_key, kind, created_ms, head, ordinal) "
                 "SELECT 'r' || n, 'r' || n, 'r' || n, 0, 0, 0, 0 FROM " +
                     rows,
                 "users (id, nickname, role, created_ms) SELECT 'u' || n, 'u' || n, 0, 0 FROM " +
                     rows,
                 "events (place, kind, actor, nickname, time_ms, ordinal, text, nonce) "
                 "SELECT " +
                     place + ", 1, 1, 'ada', 0, n, 'hello', 'n' || n FROM " + rows,
                 "nonces SELECT 9, 1, 'n' || n, n FROM " + rows,
                 "standings SELECT " + place + ", n, 0, 0 FROM " + rows,
                 "edits SELECT " + place + ", n FROM " + rows,
                 "reactions SELECT " + place + ", n, n, 'x', 1 FROM " + rows,
                 "memberships (person, room, read, read_ordinal) SELECT n, 9, 0, 0 FROM " + rows,
                 "mentions SELECT n, 9, 1 FROM " + rows,
             }) {
            observer_.execute(("INSERT INTO " + insert).c_str());
        }
    }

    /// Rows and entries of indexes that were read so far.
    std::int64_t reads() {
        EXPECT_EQ(session_.number("SELECT count(*) FROM pg_stat_force_next_flush()"), 1);
        return observer_.number(
            "SELECT CAST((SELECT sum(seq_tup_read) FROM pg_stat_user_tables) + "
            "(SELECT sum(idx_tup_read) FROM pg_stat_user_indexes) AS BIGINT)");
    }
    std::int64_t reads_of_day() {
        const std::int64_t before = reads();
        pass_day();
        return reads() - before;
    }

    Settings settings_ = new_postgres_database();
    PostgresDatabase observer_{settings_};
    PostgresDatabase session_{planned_now_and_then(settings_)};
    SchemaState schema_ = migrate(session_, migrations::postgres());
    std::optional<sql::Ledger> ledger_{std::in_place, session_};
    int days_ = 0;
};

TEST_F(PostgresPlans, are_made_once_for_who_writes_and_for_nobody_else) {
    const PostgresEngine engine(settings_);
    const char* const mode = "SELECT current_setting('plan_cache_mode')";
    EXPECT_EQ(engine.connect_to_write()->text(mode), "force_generic_plan");
    EXPECT_EQ(engine.connect_to_read()->text(mode), "auto");
}

TEST_F(PostgresPlans, made_on_empty_tables_read_by_keys) {
    ASSERT_EQ(schema_, SchemaState::good);
    pass_day();
    fill();
    const std::int64_t read = reads_of_day();
    EXPECT_GT(read, 10);
    EXPECT_LT(read, kReadsOfDay);
}

TEST_F(PostgresPlans, made_for_tables_known_to_be_small_do_not_outlive_a_hundred_commits) {
    ASSERT_EQ(schema_, SchemaState::good);
    pass_day();
    observer_.execute("ANALYZE");
    pass_day();
    fill();
    for (int commits = 0; commits < 100; ++commits)
        in_lobby({}, [] {});
    EXPECT_LT(reads_of_day(), kReadsOfDay);
}

}  // namespace
}  // namespace store::postgres
