#include "store/postgres/postgres_statement.h"

#include <libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "store/postgres/connection.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/wire.h"

namespace store::postgres {
namespace {

/// How many parameters it has: the highest number after a `$`.
std::size_t parameters_of(std::string_view sql) {
    std::size_t highest = 0;
    for (std::size_t at = sql.find('$'); at != std::string_view::npos; at = sql.find('$', at + 1)) {
        std::size_t number = 0;
        std::from_chars(sql.data() + at + 1, sql.data() + sql.size(), number);
        highest = std::max(highest, number);
    }
    return highest;
}

}  // namespace

PostgresStatement::PostgresStatement(PostgresDatabase& database, std::string sql)
    : database_(database), statement_(database.statement(std::move(sql))) {
    const std::size_t parameters = parameters_of(statement_.sql);
    values_.types.resize(parameters);
    values_.octets.resize(parameters);
    integers_.resize(parameters);
}

void PostgresStatement::bind(int index, Type type, std::string_view octets) {
    const auto at = static_cast<std::size_t>(index - 1);
    CHECK_MSG(at < values_.types.size(), "a value for a parameter that the statement has not");
    DCHECK(values_.types[at] == 0 || values_.types[at] == type);
    values_.types[at] = type;
    values_.octets[at] = octets;
}

void PostgresStatement::bind_integer(int index, std::int64_t value) {
    std::array<char, sizeof(value)>& octets = integers_.at(static_cast<std::size_t>(index - 1));
    std::string text;
    append_64(text, static_cast<std::uint64_t>(value));
    std::ranges::copy(text, octets.begin());
    bind(index, kBigint, {octets.data(), octets.size()});
}

void PostgresStatement::bind_text(int index, std::string_view text) {
    bind(index, kText, text);
}

void PostgresStatement::bind_blob(int index, std::string_view octets) {
    bind(index, kOctets, octets);
}

void PostgresStatement::ask() {
    database_.ask(statement_, values_, rows_);
    row_ = -1;
    is_asked_ = true;
}

bool PostgresStatement::next() {
    if (std::exchange(is_asked_, false)) database_.wait();
    if (!rows_) {
        rows_ = database_.run(statement_, values_);
        row_ = -1;
    }
    return ++row_ < PQntuples(rows_.get());
}

std::int64_t PostgresStatement::integer(int column) const {
    if (PQgetisnull(rows_.get(), row_, column) == 1) return 0;
    return integer_in(text(column), PQftype(rows_.get(), column));
}

std::string_view PostgresStatement::text(int column) const {
    return {PQgetvalue(rows_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(rows_.get(), row_, column))};
}

std::uint64_t PostgresStatement::run() {
    const Result done = database_.run(statement_, values_);
    const std::string_view changed = PQcmdTuples(done.get());
    std::uint64_t count = 0;
    std::from_chars(changed.data(), changed.data() + changed.size(), count);
    return count;
}

void PostgresStatement::send() {
    database_.send(statement_, values_);
}

void PostgresStatement::reset() {
    if (std::exchange(is_asked_, false)) database_.drain();
    rows_.reset();
}

}  // namespace store::postgres
