/// TableCopy: the rows of one table, from one database into another, and what they are there.
///
/// Thread:     the connections'.
/// Owns:       nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/sizes.h"
#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/transfer/table_sum.h"
#include "store/transfer/tables.h"

namespace store::transfer {

using base::literals::operator""_MiB;

struct CopyBounds {
    std::uint32_t read_rows_max = 1'000;      ///< asked for at once
    std::uint32_t written_rows_max = 10'000;  ///< on their way to the target; then it is waited for
    std::uint64_t written_bytes_max = 4_MiB;  ///< the same
};

enum class End : std::uint8_t { source, target };

/// A database failed in the middle of a transfer. Never leaves src/store.
class TransferFailure : public std::runtime_error {
public:
    TransferFailure(End end, std::string_view table, const sql::Failure& failure)
        : std::runtime_error(failure.what()), end_(end), table_(table), failure_(failure) {}

    [[nodiscard]] End end() const { return end_; }
    [[nodiscard]] const std::string& table() const { return table_; }
    [[nodiscard]] const sql::Failure& failure() const { return failure_; }

private:
    End end_;
    std::string table_;
    sql::Failure failure_;
};

/// Told now and then how many rows of the table are done.
using OnRows = std::function<void(std::uint64_t rows)>;

/// Writes every row of the source's table into the target's, which is empty. When it returns the target has them all.
/// Throws TransferFailure.
///
/// returns  what was read
TableSum copy_table(sql::Database& source, sql::Database& target, const Table& table,
                    const CopyBounds& bounds, const OnRows& on_rows);

/// Reads the table to its end. Throws TransferFailure, as of that end.
TableSum sum_table(sql::Database& database, End end, const Table& table, const CopyBounds& bounds,
                   const OnRows& on_rows);

}  // namespace store::transfer
