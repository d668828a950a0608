/// SqliteStatement, SqliteRowList: statements that SQLite has compiled.
///
/// Thread:     the connection's.
/// Owns:       the compiled statement.
/// Invariant:  between runs the statement holds no lock on the database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "store/sql/statement.h"

struct sqlite3;
struct sqlite3_stmt;

namespace store::sqlite {

class SqliteStatement final : public sql::Prepared {
public:
    /// Throws Failure.
    SqliteStatement(sqlite3* connection, std::string_view sql);

    void bind_integer(int index, std::int64_t value) override;
    void bind_text(int index, std::string_view text) override;
    void bind_blob(int index, std::string_view octets) override;
    bool next() override;
    [[nodiscard]] std::int64_t integer(int column) const override;
    [[nodiscard]] std::string_view text(int column) const override;
    [[nodiscard]] std::string_view blob(int column) const override;
    std::uint64_t run() override;
    void reset() override;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// Writes each row when its last value is there: SQLite is asked nowhere else.
class SqliteRowList final : public sql::RowList {
public:
    /// Throws Failure.
    SqliteRowList(sqlite3* connection, sql::RowSql sql);

    void add_integer(std::int64_t value) override;
    void add_text(std::string_view text) override;
    void add_blob(std::string_view octets) override;

private:
    void go_on();

    SqliteStatement statement_;
    const std::size_t columns_;
    int bound_ = 0;
};

}  // namespace store::sqlite
