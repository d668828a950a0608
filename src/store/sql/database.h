/// Database: one connection to a database that speaks SQL.
///
/// Thread:     one at a time.
/// Owns:       the connection; its statements must be gone before it.
/// Elsewhere:  SQLite's is sqlite/sqlite_database.h, PostgreSQL's postgres/postgres_database.h. What both understand: the tables of
///             migrations/, integers of 64 bits, text compared by its octets, max() and min() of two integers, RETURNING,
///             ON CONFLICT, FILTER. What a SET of ON CONFLICT reads is written with its table.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "store/sql/statement.h"

namespace store::sql {

class Database {
public:
    Database() = default;
    virtual ~Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Throws Failure.
    [[nodiscard]] virtual std::unique_ptr<Prepared> prepare(std::string_view sql) = 0;
    [[nodiscard]] virtual std::unique_ptr<RowList> prepare(RowSql sql) = 0;

    /// Runs statements whose rows do not matter. Throws Failure.
    virtual void execute(const char* sql) = 0;

    /// The first column of the first row. Throws Failure.
    [[nodiscard]] std::int64_t number(const char* sql);
    [[nodiscard]] std::string text(const char* sql);

    /// Who else writes between two transactions of this connection.
    enum class Writers : std::uint8_t { this_one, several };
    [[nodiscard]] virtual Writers writers() const = 0;

    /// Begins a transaction that writes. Throws Failure.
    virtual void begin() = 0;
    /// Throws Failure; whether the transaction holds is then said by the engine (Kind).
    virtual void commit() = 0;
    /// Begins one that only reads, all of it of one moment. It ends by roll_back(). Throws Failure.
    virtual void begin_reading() = 0;
    /// After a begin, until it was committed or rolled back, be it by the engine itself.
    [[nodiscard]] virtual bool is_in_transaction() const = 0;
    /// Does not throw. returns false: the connection is of no more use
    virtual bool roll_back() = 0;

    /// The number that the last inserted row was given.
    [[nodiscard]] virtual std::int64_t last_row() = 0;

    /// What became of a transaction whose commit was not answered.
    enum class Fate : std::uint8_t {
        unknown,  ///< it may be going on still, or the database cannot say
        committed,
        aborted,
    };
    /// The transaction whose commit was asked for when the connection broke, as the engine names it; empty: none.
    [[nodiscard]] virtual std::string doubtful() const { return {}; }
    /// Of a transaction that doubtful() named, on another connection. Throws Failure.
    [[nodiscard]] virtual Fate fate_of(const std::string& transaction);

    /// How large the database is. Throws Failure.
    [[nodiscard]] virtual std::uint64_t bytes() = 0;
};

/// A transaction for reading: while it lives, all that its connection reads is of one moment.
class Snapshot {
public:
    /// Throws Failure.
    explicit Snapshot(Database& database) : database_(database) { database_.begin_reading(); }
    ~Snapshot() { database_.roll_back(); }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Database& database_;
};

}  // namespace store::sql
