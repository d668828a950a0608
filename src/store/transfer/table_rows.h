/// TableRows: the rows of one table in the order of their keys, read some at a time.
///
/// Thread:     the connection's.
/// Owns:       its statements, and the key of the last row of what it has read.
/// Invariant:  within one transaction it gives each row once, however many there are, and holds few of them at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "store/sql/database.h"
#include "store/sql/statement.h"
#include "store/transfer/tables.h"

namespace store::transfer {

class TableRows {
public:
    /// batch_rows  asked for at once, and held by a connection that gets its rows all together
    /// Throws sql::Failure.
    TableRows(sql::Database& database, const Table& table, std::uint32_t batch_rows);
    ~TableRows();
    TableRows(const TableRows&) = delete;
    TableRows& operator=(const TableRows&) = delete;

    /// Goes to the next row, the first at first. Throws sql::Failure. returns  false: there is none
    bool next();
    /// The row at which it is; its columns are the table's. What it gives is good until the next next().
    [[nodiscard]] const sql::Prepared& row() const { return *running_; }

private:
    void begin_batch();
    void keep_key();

    const Table& table_;
    const std::uint32_t batch_rows_;
    std::unique_ptr<sql::Prepared> first_;  // the first batch
    std::unique_ptr<sql::Prepared> later_;  // one that follows a key
    sql::Prepared* running_ = nullptr;      // none: the next batch is to be asked for
    std::uint32_t in_batch_ = 0;            // rows of it so far
    struct KeyPart {
        std::int64_t integer = 0;
        std::string octets;
    };
    std::vector<KeyPart> key_;  // empty: nothing was read yet
};

}  // namespace store::transfer
