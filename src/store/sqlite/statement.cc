#include "store/sqlite/statement.h"

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "store/sqlite/database.h"

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

Rows::~Rows() {
    sqlite3_reset(statement_);
}

bool Rows::next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw_failure(code, connection_of(statement_));
    return false;
}

std::int64_t Rows::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view Rows::text(int column) const {
    const void* octets = sqlite3_column_text(statement_, column);
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return octets == nullptr ? std::string_view()
                             : std::string_view(static_cast<const char*>(octets), length);
}

std::string_view Rows::blob(int column) const {
    const void* octets = sqlite3_column_blob(statement_, column);
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return octets == nullptr ? std::string_view()
                             : std::string_view(static_cast<const char*>(octets), length);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Statement::Statement(Database& database, std::string_view sql) {
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    statement_.reset(prepared);
    if (code != SQLITE_OK) throw_failure(code, database.handle());
}

void Statement::bind(int index, std::string_view text) {
    check(sqlite3_bind_text64(statement_.get(), index, data_of(text), text.size(), SQLITE_STATIC,
                              SQLITE_UTF8),
          statement_.get());
}

void Statement::bind(int index, Blob blob) {
    check(sqlite3_bind_blob64(statement_.get(), index, data_of(blob.octets), blob.octets.size(),
                              SQLITE_STATIC),
          statement_.get());
}

void Statement::bind_integer(int index, std::int64_t value) {
    check(sqlite3_bind_int64(statement_.get(), index, value), statement_.get());
}

std::uint64_t Statement::run_to_end() {
    Rows rows(statement_.get());
    while (rows.next()) {
    }
    return static_cast<std::uint64_t>(sqlite3_changes64(connection_of(statement_.get())));
}

}  // namespace store::sqlite
