/// PostgresRowList: sql::RowList on a PostgresDatabase. Rows wait as arrays, one for each column.
///
/// Thread:     the connection's.
/// Owns:       the rows that wait.
/// Invariant:  over a bound, they are written at once. The database writes them before anything else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/postgres/connection.h"
#include "store/postgres/owed_rows.h"
#include "store/postgres/wire.h"
#include "store/sql/statement.h"

namespace store::postgres {

class PostgresDatabase;

class PostgresRowList final : public sql::RowList, public OwedRows {
public:
    /// types  a letter for each column (sql::RowSql)
    PostgresRowList(PostgresDatabase& database, std::string sql, std::string_view types);
    ~PostgresRowList() override;
    PostgresRowList(const PostgresRowList&) = delete;
    PostgresRowList& operator=(const PostgresRowList&) = delete;

    void add_integer(std::int64_t value) override;
    void add_text(std::string_view text) override;
    void add_blob(std::string_view octets) override;

    void write() override;
    void drop() override;

private:
    [[nodiscard]] ArrayWriter& column(Type type);
    void on_added();

    PostgresDatabase& database_;
    ServerStatement& statement_;
    std::vector<ArrayWriter> columns_;
    std::size_t at_ = 0;  // the column that is next
    std::uint64_t bytes_ = 0;
};

}  // namespace store::postgres
