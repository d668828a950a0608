#include "store/postgres/postgres_row_list.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/sizes.h"
#include "store/postgres/connection.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/wire.h"

namespace store::postgres {
namespace {

using base::literals::operator""_MiB;

constexpr std::uint64_t kWaitingBytesMax = 8_MiB;

Type type_of(char letter) {
    switch (letter) {
        case 'i':
            return kBigint;
        case 't':
            return kText;
        default:
            CHECK_MSG(letter == 'b', "a column is i, t or b");
            return kOctets;
    }
}

}  // namespace

PostgresRowList::PostgresRowList(PostgresDatabase& database, std::string sql,
                                 std::string_view types)
    : database_(database), statement_(database.statement(std::move(sql))) {
    columns_.reserve(types.size());
    for (const char letter : types)
        columns_.emplace_back(type_of(letter));
}

PostgresRowList::~PostgresRowList() {
    database_.forget(*this);
}

ArrayWriter& PostgresRowList::column(Type type) {
    if (at_ == 0 && columns_.front().size() == 0) database_.owe(*this);
    ArrayWriter& column = columns_[at_];
    CHECK_MSG(column.element() == type, "a value of another type than its column");
    return column;
}

void PostgresRowList::add_integer(std::int64_t value) {
    column(kBigint).add(value);
    bytes_ += sizeof(value);
    on_added();
}

void PostgresRowList::add_text(std::string_view text) {
    column(kText).add(text);
    bytes_ += text.size();
    on_added();
}

void PostgresRowList::add_blob(std::string_view octets) {
    column(kOctets).add(octets);
    bytes_ += octets.size();
    on_added();
}

void PostgresRowList::on_added() {
    at_ = (at_ + 1) % columns_.size();
    if (at_ == 0 && bytes_ > kWaitingBytesMax) {
        database_.forget(*this);
        write();
    }
}

void PostgresRowList::write() {
    CHECK_MSG(at_ == 0, "a row was not completed");
    std::vector<std::string> arrays;
    arrays.reserve(columns_.size());
    Values values;
    for (ArrayWriter& column : columns_) {
        values.types.push_back(array_of(column.element()));
        arrays.push_back(column.take());
        values.octets.push_back(arrays.back());
    }
    bytes_ = 0;
    database_.send_rows(statement_, values);
}

void PostgresRowList::drop() {
    for (ArrayWriter& column : columns_)
        column.clear();
    at_ = 0;
    bytes_ = 0;
}

}  // namespace store::postgres
