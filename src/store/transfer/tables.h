/// Tables: what a store keeps, as SQLite and PostgreSQL both have it: the one list of what a transfer copies.
///
/// Thread:     any. Constants.
/// Invariant:  every table of migrations/ is here with all its columns, or among those that stay behind
///             (tests/store/transfer_tables_test.cc holds both schemas against it).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace store::transfer {

struct Column {
    std::string_view name;
    char type = 'i';  ///< as in sql::RowSql: i an integer, t text, b octets
};

struct Table {
    std::string_view name;
    std::span<const Column> columns;
    std::size_t key_columns = 1;  ///< the first so many are the primary key
    /// Who gives new rows the number that is their key: whoever inserts them, or the database.
    enum class Numbering : std::uint8_t { by_asker, by_database } numbering = Numbering::by_asker;

    [[nodiscard]] std::span<const Column> key() const { return columns.first(key_columns); }
};

/// Those that are copied, in the order in which they are.
[[nodiscard]] std::span<const Table> tables();

/// Those that are not: made by the schema itself, or anew from the log by the server.
[[nodiscard]] std::span<const std::string_view> tables_left_behind();

/// "room, actor, nonce"
[[nodiscard]] std::string names_of(std::span<const Column> columns);

/// "?1, ?2, ?3"
[[nodiscard]] std::string parameters_of(std::span<const Column> columns);

}  // namespace store::transfer
