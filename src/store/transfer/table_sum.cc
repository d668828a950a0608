#include "store/transfer/table_sum.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/sizes.h"
#include "store/sql/statement.h"
#include "store/transfer/tables.h"

namespace store::transfer {
namespace {

using base::literals::operator""_KiB;

/// Many small pieces are given to the digest as one.
constexpr std::size_t kWaitingBytesMax = 64_KiB;
constexpr unsigned kOctetBits = 8;

}  // namespace

std::size_t Summing::add(const sql::Prepared& row) {
    const std::size_t before = waiting_.size();
    int at = 0;
    for (const Column& column : table_.columns) {
        if (column.type == 'i') {
            add_integer(static_cast<std::uint64_t>(row.integer(at)));
        } else {
            add_octets(column.type == 't' ? row.text(at) : row.blob(at));
        }
        ++at;
    }
    ++rows_;
    const std::size_t octets = waiting_.size() - before;
    if (waiting_.size() > kWaitingBytesMax) {
        digest_.add(waiting_);
        waiting_.clear();
    }
    return octets;
}

TableSum Summing::take() {
    digest_.add(std::exchange(waiting_, {}));
    return {.rows = std::exchange(rows_, 0), .digest = digest_.take()};
}

void Summing::add_integer(std::uint64_t value) {
    std::array<char, sizeof(value)> octets{};
    for (std::size_t at = octets.size(); at > 0; --at) {
        octets[at - 1] = static_cast<char>(value);
        value >>= kOctetBits;
    }
    waiting_.append(octets.data(), octets.size());
}

void Summing::add_octets(std::string_view octets) {
    add_integer(octets.size());
    waiting_.append(octets);
}

}  // namespace store::transfer
