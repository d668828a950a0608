/// PostgresDatabase: sql::Database over a connection to PostgreSQL.
///
/// Thread:     one at a time.
/// Owns:       the connection and what the server knows by name on it: each text of a statement once.
/// Invariant:  only what must be answered is waited for: a statement whose rows or count are read, and a commit. All else goes
///             out with it, so a transaction takes as many round trips as it asks questions, and one for its commit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/postgres/connection.h"
#include "store/postgres/owed_rows.h"
#include "store/postgres/settings.h"
#include "store/postgres/wire.h"
#include "store/sql/database.h"
#include "store/sql/statement.h"

namespace store::postgres {

class PostgresDatabase final : public sql::Database {
public:
    /// Connects, and sees to it who else is there (Settings::Presence). Throws sql::Failure.
    explicit PostgresDatabase(const Settings& settings);
    /// Whoever must be alone leaves at once: nobody has to wait until the server has noticed.
    ~PostgresDatabase() override;
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;

    [[nodiscard]] std::unique_ptr<sql::Prepared> prepare(std::string_view sql) override;
    [[nodiscard]] std::unique_ptr<sql::RowList> prepare(sql::RowSql sql) override;
    void execute(const char* sql) override;
    [[nodiscard]] Writers writers() const override { return Writers::several; }
    void begin() override;
    void commit() override;
    void begin_reading() override;
    [[nodiscard]] bool is_in_transaction() const override { return is_in_transaction_; }
    bool roll_back() override;
    [[nodiscard]] std::int64_t last_row() override;
    [[nodiscard]] std::string doubtful() const override { return doubtful_; }
    [[nodiscard]] Fate fate_of(const std::string& transaction) override;
    [[nodiscard]] std::uint64_t bytes() override;

    // For the statements of this connection.

    /// The statement of that text; good as long as the connection.
    [[nodiscard]] ServerStatement& statement(std::string sql);
    /// Puts a run on its way, after all rows that wait. Throws sql::Failure.
    void send(ServerStatement& statement, const Values& values);
    /// The same and waits for its answer.
    [[nodiscard]] Result run(ServerStatement& statement, const Values& values);
    /// Puts a run on its way whose answer comes into `rows`, by wait() at the latest. Throws sql::Failure.
    void ask(ServerStatement& statement, const Values& values, Result& rows);
    /// Throws sql::Failure.
    void wait() { connection_.finish(); }
    /// Reads what is on its way, whatever it is. Does not throw.
    void drain() { connection_.drain(); }
    /// `list` has rows that wait.
    void owe(OwedRows& list) { owing_.push_back(&list); }
    void forget(OwedRows& list) { std::erase(owing_, &list); }
    /// Writes what the list has, before any other. Throws sql::Failure.
    void send_rows(ServerStatement& statement, const Values& values) {
        connection_.send(statement, values);
    }
    /// The same by COPY, which is waited for. Throws sql::Failure.
    void copy(const std::string& sql, std::string_view rows) {
        connection_.copy(sql.c_str(), rows);
    }

private:
    void forget_plans_now_and_then();
    void take_place();
    void leave_place();
    void write_rows();
    void read_transaction();

    const bool is_planned_once_;
    const Settings::Presence presence_;
    Connection connection_;
    std::unordered_map<std::string, std::unique_ptr<ServerStatement>> statements_;
    std::vector<OwedRows*> owing_;  // in the order in which they began to wait
    Result transaction_answer_;     // which one it is, when the server has said
    std::string transaction_;       // the writing one that is going on; empty: not yet known
    std::string doubtful_;
    int begun_ = 0;  // transactions since the server last forgot its plans
    bool is_in_transaction_ = false;
};

}  // namespace store::postgres
