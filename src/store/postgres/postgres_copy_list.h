/// PostgresCopyList: sql::RowList on a PostgresDatabase by COPY, which takes many rows faster than any statement.
///
/// Thread:     the connection's.
/// Owns:       the rows that wait, as COPY takes them.
/// Invariant:  over a bound, they are written at once. The database writes them before anything else.
/// Source:     PostgreSQL, "COPY", binary format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "store/postgres/owed_rows.h"
#include "store/sql/statement.h"

namespace store::postgres {

class PostgresDatabase;

class PostgresCopyList final : public sql::RowList, public OwedRows {
public:
    /// sql    COPY ... FROM STDIN (FORMAT binary)
    /// types  a letter for each column (sql::RowSql)
    PostgresCopyList(PostgresDatabase& database, std::string sql, std::string_view types);
    ~PostgresCopyList() override;
    PostgresCopyList(const PostgresCopyList&) = delete;
    PostgresCopyList& operator=(const PostgresCopyList&) = delete;

    void add_integer(std::int64_t value) override;
    void add_text(std::string_view text) override;
    void add_blob(std::string_view octets) override;

    void write() override;
    void drop() override;

private:
    void begin_value(char type);
    void end_value();

    PostgresDatabase& database_;
    const std::string sql_;
    const std::string types_;
    std::size_t at_ = 0;  // the column that is next
    std::string rows_;    // empty: none waits
};

}  // namespace store::postgres
