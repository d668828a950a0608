/// TableSum: how many rows a table has and one digest over all of them, by which two copies of it are compared.
///
/// Thread:     any, one at a time.
/// Owns:       the digest and the octets that wait for it.
/// Invariant:  two tables of the same columns have the same sum when they have the same rows in the same order, and else
///             not: an integer is eight octets, and before text and octets stands how many they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/sha256_digest.h"
#include "store/sql/statement.h"
#include "store/transfer/tables.h"

namespace store::transfer {

struct TableSum {
    std::uint64_t rows = 0;
    std::string digest;  ///< SHA-256

    friend bool operator==(const TableSum&, const TableSum&) = default;
};

class Summing {
public:
    explicit Summing(const Table& table) : table_(table) {}

    /// The next row. returns  its octets, about
    std::size_t add(const sql::Prepared& row);

    [[nodiscard]] std::uint64_t rows() const { return rows_; }
    /// Of the rows so far; it begins anew.
    [[nodiscard]] TableSum take();

private:
    void add_integer(std::uint64_t value);
    void add_octets(std::string_view octets);

    const Table& table_;
    std::uint64_t rows_ = 0;
    std::string waiting_;
    base::Sha256Digest digest_;
};

}  // namespace store::transfer
