/// Transfer: all that one database keeps, written into an empty one and compared with it.
///
/// Thread:     the connections'.
/// Owns:       nothing: both ends are the caller's, as are their transactions.
/// Invariant:  what is found good has every table of tables.h with the same rows as the source.
/// Elsewhere:  how an end is opened, and how what was written becomes a store: sqlite_end.h, postgres_end.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/sql/database.h"
#include "store/transfer/table_copy.h"

namespace store::transfer {

/// How far it is.
struct Progress {
    enum class Work : std::uint8_t { copying, comparing } work = Work::copying;
    std::string_view table;
    std::uint64_t rows = 0;  ///< of it, so far
};
using OnProgress = std::function<void(const Progress&)>;

struct Transferred {
    std::uint64_t tables = 0;
    std::uint64_t rows = 0;
    std::uint64_t events = 0;  ///< rows of that table: what happened in all rooms
};

/// A table that is not in the target as it is in the source.
struct Difference {
    std::string table;
    std::uint64_t source_rows = 0;
    std::uint64_t target_rows = 0;
};

/// Within a transaction of each that the caller has begun and ends. Throws TransferFailure.
base::Result<Transferred, Difference> transfer(sql::Database& source, sql::Database& target,
                                               const OnProgress& on_progress,
                                               const CopyBounds& bounds = {});

/// The first of the tables that has a row, `rooms` only if something happened in one: what a server makes at its first start
/// is nothing. Throws sql::Failure.
std::optional<std::string_view> find_occupied(sql::Database& database);

}  // namespace store::transfer
