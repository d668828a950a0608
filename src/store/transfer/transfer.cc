#include "store/transfer/transfer.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/sql/database.h"
#include "store/transfer/table_copy.h"
#include "store/transfer/table_sum.h"
#include "store/transfer/tables.h"

namespace store::transfer {

base::Result<Transferred, Difference> transfer(sql::Database& source, sql::Database& target,
                                               const OnProgress& on_progress,
                                               const CopyBounds& bounds) {
    const auto tell = [&on_progress](Progress::Work work, const Table& table) {
        return [&on_progress, work, &table](std::uint64_t rows) {
            on_progress({.work = work, .table = table.name, .rows = rows});
        };
    };
    Transferred done;
    std::vector<TableSum> sums;
    for (const Table& table : tables()) {
        sums.push_back(
            copy_table(source, target, table, bounds, tell(Progress::Work::copying, table)));
        ++done.tables;
        done.rows += sums.back().rows;
        if (table.name == "events") done.events = sums.back().rows;
    }
    // Only now, when all is written: what one table's rows may do to another's is seen as well.
    auto expected = sums.begin();
    for (const Table& table : tables()) {
        const TableSum found =
            sum_table(target, End::target, table, bounds, tell(Progress::Work::comparing, table));
        if (found != *expected) {
            return base::fail(Difference{.table = std::string(table.name),
                                         .source_rows = expected->rows,
                                         .target_rows = found.rows});
        }
        ++expected;
    }
    return done;
}

std::optional<std::string_view> find_occupied(sql::Database& database) {
    for (const Table& table : tables()) {
        const std::string_view condition = table.name == "rooms" ? " WHERE head <> 0" : "";
        const std::string question = fmt::format(
            "SELECT count(*) FROM (SELECT 1 FROM {}{} LIMIT 1) AS found", table.name, condition);
        if (database.number(question.c_str()) != 0) return table.name;
    }
    return std::nullopt;
}

}  // namespace store::transfer
