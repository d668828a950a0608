#include "store/postgres/postgres_database.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "store/postgres/advisory_locks.h"
#include "store/postgres/connection.h"
#include "store/postgres/owed_rows.h"
#include "store/postgres/parameters.h"
#include "store/postgres/postgres_copy_list.h"
#include "store/postgres/postgres_row_list.h"
#include "store/postgres/postgres_statement.h"
#include "store/postgres/settings.h"
#include "store/postgres/sqlstate.h"
#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/sql/statement.h"

namespace store::postgres {
namespace {

std::string_view field(const Result& result) {
    CHECK(PQntuples(result.get()) == 1);
    return {PQgetvalue(result.get(), 0, 0),
            static_cast<std::size_t>(PQgetlength(result.get(), 0, 0))};
}

/// Names the transaction: its number, when the server was started, and when the transaction began.
constexpr const char* kNameTransaction =
    "SELECT concat_ws('|', pg_current_xact_id(), pg_postmaster_start_time(), now())";

/// Transactions that a plan is good for. The server makes others when it has analysed a table, which may be a minute late, or
/// never: a plan that reads all of a small table goes before the table can be large.
constexpr int kPlansLast = 100;

/// What became of the transaction of that name. A server that crashes may give a number again whose transaction had not
/// reached the disk, and so does one that takes over from another: what is said to be committed counts only while the
/// server is the one that it was, which a session shows that is older than the transaction. A crash ends all of them.
constexpr const char* kAskForFate =
    "SELECT CASE WHEN status <> 'committed' OR ("
    "CAST(pg_postmaster_start_time() AS text) = split_part(name, '|', 2) AND EXISTS ("
    "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' "
    "AND backend_start < CAST(split_part(name, '|', 3) AS timestamptz))) THEN status END "
    "FROM (SELECT name, pg_xact_status(CAST(split_part(name, '|', 1) AS xid8)) AS status "
    "FROM (VALUES ('{}')) AS names (name)) AS fates";

}  // namespace

PostgresDatabase::PostgresDatabase(const Settings& settings)
    : is_planned_once_(settings.plans == Settings::Plans::now_and_then),
      presence_(settings.presence),
      connection_(settings) {
    take_place();
}

PostgresDatabase::~PostgresDatabase() {
    leave_place();
}

void PostgresDatabase::leave_place() {
    if (presence_ != Settings::Presence::alone || !roll_back()) return;
    try {
        connection_.run_script(fmt::format("SELECT pg_advisory_unlock({})", kPresenceLock).c_str());
    } catch (const sql::Failure&) {
        return;  // the end of the session gives it back, too
    }
}

void PostgresDatabase::take_place() {
    std::string question;
    switch (presence_) {
        case Settings::Presence::unnoticed:
            return;
        case Settings::Presence::node:
            question = fmt::format("SELECT pg_try_advisory_lock_shared({})", kPresenceLock);
            if (number(question.c_str()) != 0) return;
            // As when the server itself starts or stops: all is well soon.
            throw failure_of(kCannotConnectNow, "`parlor migrate-store` is at work with it");
        case Settings::Presence::alone:
            question = fmt::format("SELECT pg_advisory_lock({})", kPresenceLock);
            execute(question.c_str());
            return;
    }
}

std::unique_ptr<sql::Prepared> PostgresDatabase::prepare(std::string_view sql) {
    return std::make_unique<PostgresStatement>(*this, with_dollars(sql));
}

std::unique_ptr<sql::RowList> PostgresDatabase::prepare(sql::RowSql sql) {
    if (sql.many.starts_with("COPY ")) {
        return std::make_unique<PostgresCopyList>(*this, std::string(sql.many), sql.types);
    }
    return std::make_unique<PostgresRowList>(*this, with_dollars(sql.many), sql.types);
}

ServerStatement& PostgresDatabase::statement(std::string sql) {
    std::unique_ptr<ServerStatement>& known = statements_[sql];
    if (!known) {
        known = std::make_unique<ServerStatement>(
            ServerStatement{.name = fmt::format("s{}", statements_.size()), .sql = std::move(sql)});
    }
    return *known;
}

void PostgresDatabase::send(ServerStatement& statement, const Values& values) {
    write_rows();
    connection_.send(statement, values);
}

Result PostgresDatabase::run(ServerStatement& statement, const Values& values) {
    write_rows();
    Result answer;
    connection_.send(statement, values, &answer);
    connection_.finish();
    CHECK(answer != nullptr);
    return answer;
}

void PostgresDatabase::ask(ServerStatement& statement, const Values& values, Result& rows) {
    write_rows();
    rows.reset();
    connection_.send(statement, values, &rows);
}

void PostgresDatabase::write_rows() {
    while (!owing_.empty()) {
        OwedRows& first = *owing_.front();
        owing_.erase(owing_.begin());
        first.write();
    }
}

void PostgresDatabase::execute(const char* sql) {
    write_rows();
    connection_.run_script(sql);
}

void PostgresDatabase::begin() {
    CHECK(!is_in_transaction_);
    transaction_.clear();
    transaction_answer_.reset();
    connection_.send("BEGIN");
    forget_plans_now_and_then();
    connection_.send(kNameTransaction, &transaction_answer_);
    is_in_transaction_ = true;
}

void PostgresDatabase::forget_plans_now_and_then() {
    if (!is_planned_once_ || ++begun_ < kPlansLast) return;
    begun_ = 0;
    connection_.send("DISCARD PLANS");
}

void PostgresDatabase::begin_reading() {
    CHECK(!is_in_transaction_);
    connection_.send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    is_in_transaction_ = true;
}

void PostgresDatabase::read_transaction() {
    if (!transaction_answer_) connection_.finish();
    CHECK(transaction_answer_ != nullptr);
    transaction_ = field(transaction_answer_);
    transaction_answer_.reset();
}

void PostgresDatabase::commit() {
    CHECK(is_in_transaction_);
    if (transaction_.empty()) read_transaction();
    write_rows();
    Result answer;
    try {
        connection_.send("COMMIT", &answer);
        connection_.finish();
    } catch (const sql::Failure&) {
        if (connection_.is_lost()) doubtful_ = transaction_;
        throw;
    }
    // Of a transaction that had failed, COMMIT makes a ROLLBACK, and is content.
    is_in_transaction_ = false;
    if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT") {
        throw failure_of("25P02", "the transaction had failed before its commit");
    }
}

bool PostgresDatabase::roll_back() {
    for (OwedRows* list : std::exchange(owing_, {}))
        list->drop();
    const bool was_in_transaction = std::exchange(is_in_transaction_, false);
    if (!connection_.drain()) return false;
    if (!was_in_transaction) return true;
    try {
        connection_.send("ROLLBACK");
        connection_.push();  // now, for it holds what others wait for
    } catch (const sql::Failure&) {
        CHECK(connection_.is_lost());
    }
    return !connection_.is_lost();
}

std::int64_t PostgresDatabase::last_row() {
    return number("SELECT lastval()");
}

sql::Database::Fate PostgresDatabase::fate_of(const std::string& transaction) {
    Result answer;
    try {
        connection_.send(fmt::format(kAskForFate, transaction).c_str(), &answer);
        connection_.finish();
    } catch (const sql::Failure& failure) {
        // A number that this server has not come to: it took over from the one that broke, and knows nothing of it.
        if (failure.cause() == sql::Failure::Cause::request) return Fate::unknown;
        throw;
    }
    const std::string_view fate = field(answer);
    if (fate == "committed") return Fate::committed;
    return fate == "aborted" ? Fate::aborted : Fate::unknown;
}

std::uint64_t PostgresDatabase::bytes() {
    return static_cast<std::uint64_t>(number("SELECT pg_database_size(current_database())"));
}

}  // namespace store::postgres
