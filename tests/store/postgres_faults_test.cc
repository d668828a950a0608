#include <gtest/gtest.h>
#include <sys/types.h>

#include <csignal>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "store/postgres/postgres_database.h"
#include "store/postgres/settings.h"
#include "store/postgres_fixture.h"
#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/sql/statement.h"
#include "support/cutting_proxy.h"
#include "support/postgres_server.h"
#include "support/temporary_directory.h"

namespace store {
namespace {

using postgres::PostgresDatabase;
using sql::Failure;
using sql::Statement;
using support::CuttingProxy;
using support::PostgresServer;
using Fate = sql::Database::Fate;

template <typename Work>
std::optional<Failure> failure_in(Work work) {
    try {
        work();
    } catch (const Failure& failure) {
        return failure;
    }
    return std::nullopt;
}

/// A connection that goes through a proxy, and one that does not.
class PostgresCuts : public testing::Test {
protected:
    PostgresCuts() {
        direct_.execute("DROP TABLE IF EXISTS things; CREATE TABLE things (number BIGINT)");
    }
    static const postgres::Settings& settings() {
        static const postgres::Settings settings = new_postgres_database();
        return settings;
    }
    [[nodiscard]] postgres::Settings by_proxy() const {
        const std::string database = direct_name_;
        return {.address = PostgresServer::address(database, folder_.path())};
    }
    void begin_and_insert(PostgresDatabase& database) {
        database.begin();
        Statement(database, "INSERT INTO things VALUES (?1)").run(1);
    }
    std::int64_t things() { return direct_.number("SELECT count(*) FROM things"); }
    /// The server may still be about to notice what became of the line.
    Fate settled_fate_of(const std::string& transaction) {
        Fate fate = Fate::unknown;
        while (fate == Fate::unknown)
            fate = direct_.fate_of(transaction);
        return fate;
    }

    PostgresDatabase direct_{settings()};
    const std::string direct_name_ = direct_.text("SELECT current_database()::text");
    support::TemporaryDirectory folder_;
    CuttingProxy proxy_{PostgresServer::socket_path(folder_.path()),
                        PostgresServer::shared().socket_path()};
};

TEST_F(PostgresCuts, whoever_was_alone_has_left_before_the_server_notices_its_end) {
    const auto may_come = [] {
        postgres::Settings node = settings();
        node.presence = postgres::Settings::Presence::node;
        return !failure_in([&] { const PostgresDatabase come(node); });
    };
    postgres::Settings alone = by_proxy();
    alone.presence = postgres::Settings::Presence::alone;
    proxy_.hold();
    auto migration = std::make_unique<PostgresDatabase>(alone);
    EXPECT_FALSE(may_come());
    migration.reset();
    EXPECT_TRUE(may_come());

    migration = std::make_unique<PostgresDatabase>(alone);
    migration->begin();
    EXPECT_TRUE(failure_in([&] { migration->execute("no statement"); }));
    migration.reset();
    EXPECT_TRUE(may_come());
}

TEST_F(PostgresCuts, a_commit_whose_answer_is_lost_is_in_doubt_and_was_made) {
    PostgresDatabase database(by_proxy());
    begin_and_insert(database);
    proxy_.cut_at("COMMIT", CuttingProxy::Cut::after);
    const auto failure = failure_in([&] { database.commit(); });
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(failure->cause(), Failure::Cause::surroundings);
    EXPECT_FALSE(database.roll_back());
    ASSERT_NE(database.doubtful(), "");
    EXPECT_EQ(settled_fate_of(database.doubtful()), Fate::committed);
    EXPECT_EQ(things(), 1);
}

TEST_F(PostgresCuts, a_commit_that_never_arrived_is_in_doubt_and_was_not_made) {
    PostgresDatabase database(by_proxy());
    begin_and_insert(database);
    proxy_.cut_at("COMMIT", CuttingProxy::Cut::before);
    EXPECT_TRUE(failure_in([&] { database.commit(); }).has_value());
    ASSERT_NE(database.doubtful(), "");
    EXPECT_EQ(settled_fate_of(database.doubtful()), Fate::aborted);
    EXPECT_EQ(things(), 0);
}

TEST_F(PostgresCuts, a_transaction_that_asked_nothing_is_known_before_its_commit_is_sent) {
    PostgresDatabase database(by_proxy());
    database.begin();
    Statement(database, "INSERT INTO things VALUES (?1)").send(1);
    proxy_.cut_at("COMMIT", CuttingProxy::Cut::after);
    EXPECT_TRUE(failure_in([&] { database.commit(); }).has_value());
    ASSERT_NE(database.doubtful(), "");
    EXPECT_EQ(settled_fate_of(database.doubtful()), Fate::committed);
}

TEST_F(PostgresCuts, before_a_commit_nothing_is_in_doubt) {
    PostgresDatabase database(by_proxy());
    begin_and_insert(database);
    proxy_.cut_at("SELECT 4", CuttingProxy::Cut::before);
    const auto failure = failure_in([&] { static_cast<void>(database.number("SELECT 4")); });
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(failure->cause(), Failure::Cause::surroundings);
    EXPECT_EQ(database.doubtful(), "");
    EXPECT_FALSE(database.roll_back());
    EXPECT_TRUE(failure_in([&] { database.begin(); }).has_value());
}

TEST_F(PostgresCuts, a_transaction_going_on_and_one_that_never_was_are_unknown) {
    direct_.execute("INSERT INTO things VALUES (1)");
    PostgresDatabase other(by_proxy());
    other.begin();
    const std::string number = other.text("SELECT CAST(pg_current_xact_id() AS text)");
    const std::string where =
        other.text("SELECT concat_ws('|', '', pg_postmaster_start_time(), now())");
    const std::string going_on = number + where;
    EXPECT_EQ(direct_.fate_of(going_on), Fate::unknown);
    EXPECT_EQ(direct_.fate_of("9" + number + where), Fate::unknown);
    EXPECT_EQ(direct_.number("SELECT 1"), 1);
    other.roll_back();
    EXPECT_EQ(settled_fate_of(going_on), Fate::aborted);
}

TEST_F(PostgresCuts, nobody_there_is_a_failure_of_the_surroundings) {
    proxy_.refuse();
    const auto refused = failure_in([&] { PostgresDatabase database(by_proxy()); });
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->cause(), Failure::Cause::surroundings);
    proxy_.admit();
    EXPECT_FALSE(failure_in([&] { PostgresDatabase database(by_proxy()); }).has_value());
    const auto nowhere = failure_in([&] {
        PostgresDatabase database({.address = "postgres://parlor:secret@/x?host=/nowhere"});
    });
    ASSERT_TRUE(nowhere.has_value());
    EXPECT_EQ(nowhere->cause(), Failure::Cause::surroundings);
    EXPECT_EQ(std::string(nowhere->what()).find("secret"), std::string::npos);
}

TEST(PostgresServerGone, its_end_is_noticed_and_a_new_connection_works) {
    PostgresServer server(PostgresServer::Durability::synced);
    const postgres::Settings settings{.address = server.address("postgres")};
    auto database = std::make_unique<PostgresDatabase>(settings);
    database->execute("CREATE TABLE things (number BIGINT)");
    database->begin();
    Statement(*database, "INSERT INTO things VALUES (?1)").run(1);
    database->commit();
    database->begin();
    Statement(*database, "INSERT INTO things VALUES (?1)").run(2);
    server.kill();
    const auto failure = failure_in([&] { database->commit(); });
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(failure->cause(), Failure::Cause::surroundings);
    EXPECT_FALSE(database->roll_back());
    const std::string doubtful = database->doubtful();
    EXPECT_NE(doubtful, "");
    database.reset();
    server.start();
    database = std::make_unique<PostgresDatabase>(settings);
    EXPECT_EQ(database->number("SELECT sum(number) FROM things"), 1);
    EXPECT_NE(database->fate_of(doubtful), Fate::committed);
}

/// A transaction that was committed, on a server of the test's own, and whose committer has not heard of it.
class PostgresCrash : public testing::Test {
protected:
    PostgresCrash() {
        PostgresDatabase database({.address = PostgresServer::address("postgres", folder_.path())});
        database.execute("CREATE TABLE things (number BIGINT)");
        database.begin();
        Statement(database, "INSERT INTO things VALUES (?1)").run(1);
        proxy_.cut_at("COMMIT", CuttingProxy::Cut::after);
        EXPECT_TRUE(failure_in([&] { database.commit(); }).has_value());
        doubtful_ = database.doubtful();
        while (fate() == Fate::unknown) {
        }
        EXPECT_EQ(fate(), Fate::committed);
    }
    [[nodiscard]] Fate fate() const { return older_->fate_of(doubtful_); }
    void connect_again() {
        for (older_.reset(); older_ == nullptr;) {
            const auto failure =
                failure_in([&] { older_ = std::make_unique<PostgresDatabase>(settings_); });
            if (failure) {
                EXPECT_EQ(failure->cause(), Failure::Cause::surroundings);
            }
        }
    }

    PostgresServer server_{PostgresServer::Durability::synced};
    const postgres::Settings settings_{.address = server_.address("postgres")};
    support::TemporaryDirectory folder_;
    CuttingProxy proxy_{PostgresServer::socket_path(folder_.path()), server_.socket_path()};
    std::unique_ptr<PostgresDatabase> older_ = std::make_unique<PostgresDatabase>(settings_);
    std::string doubtful_;
};

// Numbers of transactions that had not reached the disk are given again.
TEST_F(PostgresCrash, after_a_start_a_number_may_be_of_another_transaction) {
    server_.kill();
    server_.start();
    connect_again();
    EXPECT_EQ(fate(), Fate::unknown);
    EXPECT_EQ(older_->number("SELECT count(*) FROM things"), 1);
}

TEST_F(PostgresCrash, after_the_crash_of_one_session_a_number_may_be_of_another_transaction) {
    PostgresDatabase other(settings_);
    const auto session = other.number("SELECT CAST(pg_backend_pid() AS BIGINT)");
    ASSERT_EQ(::kill(static_cast<pid_t>(session), SIGKILL), 0);
    EXPECT_TRUE(failure_in([&] {
                    for (;;)
                        static_cast<void>(older_->number("SELECT 1"));
                }).has_value());
    connect_again();
    EXPECT_EQ(fate(), Fate::unknown);
    EXPECT_EQ(older_->number("SELECT count(*) FROM things"), 1);
}

TEST(PostgresServerGone, one_that_says_nothing_is_given_up) {
    PostgresServer server(PostgresServer::Durability::lost_on_crash);
    postgres::Settings settings{.address = server.address("postgres")};
    settings.silence_max = base::Milliseconds(50);
    auto database = std::make_unique<PostgresDatabase>(settings);
    server.halt();
    const auto failure = failure_in([&] { static_cast<void>(database->number("SELECT 1")); });
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(failure->cause(), Failure::Cause::surroundings);
    EXPECT_FALSE(database->roll_back());
    server.go_on();
    settings.silence_max = {};
    database = std::make_unique<PostgresDatabase>(settings);
    EXPECT_EQ(database->number("SELECT 1"), 1);
}

TEST(PostgresAddress, is_shown_without_password_and_parameters) {
    struct Case {
        const char* address;
        const char* shown;
    };
    for (const Case& each : {
             Case{"postgres://ada:secret@db.example:5433/chat?sslmode=require&password=secret",
                  "postgres://ada@db.example:5433/chat"},
             Case{"postgresql://db.example", "postgres://db.example"},
             Case{"postgres:///chat?host=/run/postgresql", "postgres:///run/postgresql/chat"},
         }) {
        const auto shown = postgres::shown(each.address);
        ASSERT_TRUE(shown.has_value()) << each.address;
        EXPECT_EQ(*shown, each.shown);
    }
}

TEST(PostgresAddress, that_cannot_be_read_is_refused_without_repeating_it) {
    for (const char* address :
         {"postgres://ada:sec%ret@host/db", "postgres://ada:secret@[::1/db",
          "postgres://h/db?secret=1", "mysql://secret@h/db", "host=h password=secret"}) {
        const auto shown = postgres::shown(address);
        ASSERT_FALSE(shown.has_value()) << address;
        EXPECT_EQ(shown.error().find("sec"), std::string::npos);
    }
    EXPECT_TRUE(postgres::is_postgres_address("postgres://h/db"));
    EXPECT_FALSE(postgres::is_postgres_address("/var/lib/parlor"));
}

}  // namespace
}  // namespace store
