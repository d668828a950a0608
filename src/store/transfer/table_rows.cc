#include "store/transfer/table_rows.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "store/sql/database.h"
#include "store/sql/statement.h"
#include "store/transfer/tables.h"

namespace store::transfer {
namespace {

/// The bound stands in the statement: a server that plans it sees that few rows are wanted.
std::string first_sql(const Table& table, std::uint32_t batch_rows) {
    return fmt::format("SELECT {} FROM {} ORDER BY {} LIMIT {}", names_of(table.columns),
                       table.name, names_of(table.key()), batch_rows);
}

std::string later_sql(const Table& table, std::uint32_t batch_rows) {
    return fmt::format("SELECT {0} FROM {1} WHERE ({2}) > ({3}) ORDER BY {2} LIMIT {4}",
                       names_of(table.columns), table.name, names_of(table.key()),
                       parameters_of(table.key()), batch_rows);
}

}  // namespace

TableRows::TableRows(sql::Database& database, const Table& table, std::uint32_t batch_rows)
    : table_(table),
      batch_rows_(batch_rows),
      first_(database.prepare(first_sql(table, batch_rows))),
      later_(database.prepare(later_sql(table, batch_rows))) {}

TableRows::~TableRows() {
    if (running_ != nullptr) running_->reset();
}

bool TableRows::next() {
    for (;;) {
        if (running_ == nullptr) begin_batch();
        if (running_->next()) {
            if (++in_batch_ == batch_rows_) keep_key();
            return true;
        }
        running_->reset();
        running_ = nullptr;
        if (in_batch_ < batch_rows_) return false;
    }
}

void TableRows::begin_batch() {
    in_batch_ = 0;
    if (key_.empty()) {
        running_ = first_.get();
        return;
    }
    running_ = later_.get();
    for (std::size_t at = 0; at < key_.size(); ++at) {
        const int parameter = static_cast<int>(at) + 1;
        switch (table_.columns[at].type) {
            case 'i':
                running_->bind_integer(parameter, key_[at].integer);
                break;
            case 't':
                running_->bind_text(parameter, key_[at].octets);
                break;
            default:
                running_->bind_blob(parameter, key_[at].octets);
        }
    }
}

void TableRows::keep_key() {
    key_.resize(table_.key_columns);
    for (std::size_t at = 0; at < key_.size(); ++at) {
        const int column = static_cast<int>(at);
        if (table_.columns[at].type == 'i') {
            key_[at].integer = running_->integer(column);
        } else if (table_.columns[at].type == 't') {
            key_[at].octets = running_->text(column);
        } else {
            key_[at].octets = running_->blob(column);
        }
    }
}

}  // namespace store::transfer
