#include "store/sqlite/sqlite_statement.h"

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "store/sql/statement.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {
namespace {

sqlite3* connection_of(sqlite3_stmt* statement) {
    return sqlite3_db_handle(statement);
}

void check(int code, sqlite3_stmt* statement) {
    if (code != SQLITE_OK) throw_failure(code, connection_of(statement));
}

/// SQLite takes a null pointer for NULL, and an empty view may have one.
const char* data_of(std::string_view octets) {
    return octets.empty() ? "" : octets.data();
}

}  // namespace

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

SqliteStatement::SqliteStatement(sqlite3* connection, std::string_view sql) {
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    statement_.reset(prepared);
    if (code != SQLITE_OK) throw_failure(code, connection);
}

void SqliteStatement::bind_integer(int index, std::int64_t value) {
    check(sqlite3_bind_int64(statement_.get(), index, value), statement_.get());
}

void SqliteStatement::bind_text(int index, std::string_view text) {
    check(sqlite3_bind_text64(statement_.get(), index, data_of(text), text.size(), SQLITE_STATIC,
                              SQLITE_UTF8),
          statement_.get());
}

void SqliteStatement::bind_blob(int index, std::string_view octets) {
    check(
        sqlite3_bind_blob64(statement_.get(), index, data_of(octets), octets.size(), SQLITE_STATIC),
        statement_.get());
}

bool SqliteStatement::next() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw_failure(code, connection_of(statement_.get()));
    return false;
}

std::int64_t SqliteStatement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string_view SqliteStatement::text(int column) const {
    const void* octets = sqlite3_column_text(statement_.get(), column);
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return octets == nullptr ? std::string_view()
                             : std::string_view(static_cast<const char*>(octets), length);
}

std::string_view SqliteStatement::blob(int column) const {
    const void* octets = sqlite3_column_blob(statement_.get(), column);
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return octets == nullptr ? std::string_view()
                             : std::string_view(static_cast<const char*>(octets), length);
}

std::uint64_t SqliteStatement::run() {
    const sql::Rows rows(*this);  // at the end it resets, also after a failure
    while (next()) {
    }
    return static_cast<std::uint64_t>(sqlite3_changes64(connection_of(statement_.get())));
}

void SqliteStatement::reset() {
    sqlite3_reset(statement_.get());
}

SqliteRowList::SqliteRowList(sqlite3* connection, sql::RowSql sql)
    : statement_(connection, sql.one), columns_(sql.types.size()) {}

void SqliteRowList::add_integer(std::int64_t value) {
    statement_.bind_integer(++bound_, value);
    go_on();
}

void SqliteRowList::add_text(std::string_view text) {
    statement_.bind_text(++bound_, text);
    go_on();
}

void SqliteRowList::add_blob(std::string_view octets) {
    statement_.bind_blob(++bound_, octets);
    go_on();
}

void SqliteRowList::go_on() {
    if (static_cast<std::size_t>(bound_) < columns_) return;
    bound_ = 0;
    statement_.run();
}

}  // namespace store::sqlite
