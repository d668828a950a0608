#include "store/transfer/table_copy.h"

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <string>

#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/sql/statement.h"
#include "store/transfer/table_rows.h"
#include "store/transfer/table_sum.h"
#include "store/transfer/tables.h"

namespace store::transfer {
namespace {

/// Says of a failure where it came from.
template <typename Work>
decltype(auto) at(End end, const Table& table, const Work& work) {
    try {
        return work();
    } catch (const sql::Failure& failure) {
        throw TransferFailure(end, table.name, failure);
    }
}

std::unique_ptr<sql::RowList> prepare_writing(sql::Database& target, const Table& table) {
    const std::string into = fmt::format("{} ({})", table.name, names_of(table.columns));
    std::string types;
    for (const Column& column : table.columns)
        types += column.type;
    const std::string one =
        fmt::format("INSERT INTO {} VALUES ({})", into, parameters_of(table.columns));
    const std::string many = fmt::format("COPY {} FROM STDIN (FORMAT binary)", into);
    return target.prepare(sql::RowSql{.one = one, .many = many, .types = types});
}

void write(sql::RowList& list, const Table& table, const sql::Prepared& row) {
    int index = 0;
    for (const Column& column : table.columns) {
        if (column.type == 'i') {
            list.add_integer(row.integer(index));
        } else if (column.type == 't') {
            list.add_text(row.text(index));
        } else {
            list.add_blob(row.blob(index));
        }
        ++index;
    }
}

/// All that was written has come to the database; a failure of it is thrown here at the latest.
void settle(sql::Database& database) {
    [[maybe_unused]] const std::int64_t answer = database.number("SELECT 1");
}

}  // namespace

TableSum copy_table(sql::Database& source, sql::Database& target, const Table& table,
                    const CopyBounds& bounds, const OnRows& on_rows) {
    const auto reading = at(End::source, table, [&] {
        return std::make_unique<TableRows>(source, table, bounds.read_rows_max);
    });
    const auto list = at(End::target, table, [&] { return prepare_writing(target, table); });
    Summing sum(table);
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    while (at(End::source, table, [&] { return reading->next(); })) {
        at(End::target, table, [&] { write(*list, table, reading->row()); });
        bytes += sum.add(reading->row());
        if (++rows < bounds.written_rows_max && bytes < bounds.written_bytes_max) continue;
        at(End::target, table, [&] { settle(target); });
        on_rows(sum.rows());
        rows = 0;
        bytes = 0;
    }
    at(End::target, table, [&] { settle(target); });
    on_rows(sum.rows());
    return sum.take();
}

TableSum sum_table(sql::Database& database, End end, const Table& table, const CopyBounds& bounds,
                   const OnRows& on_rows) {
    return at(end, table, [&] {
        TableRows reading(database, table, bounds.read_rows_max);
        Summing sum(table);
        while (reading.next()) {
            sum.add(reading.row());
            if (sum.rows() % bounds.written_rows_max == 0) on_rows(sum.rows());
        }
        on_rows(sum.rows());
        return sum.take();
    });
}

}  // namespace store::transfer
