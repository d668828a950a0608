#include "store/sqlite/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdint>
#include <memory>

#include "store/sqlite/failure.h"
#include "store/sqlite/statement.h"

namespace store::sqlite {

void throw_failure(int code, sqlite3* handle) {
    const int extended = handle == nullptr ? code : sqlite3_extended_errcode(handle);
    // A failed connection may remember an older error; the code that was returned is the truth.
    const bool is_same = (extended & 0xFF) == (code & 0xFF);
    throw Failure(is_same ? extended : code,
                  is_same && handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
}

void Database::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

Database::Database(const Settings& settings) : wal_pages_(std::make_unique<std::uint64_t>(0)) {
    sqlite3* opened = nullptr;
    const int make = settings.missing == Missing::make ? SQLITE_OPEN_CREATE : 0;
    const int code =
        sqlite3_open_v2(settings.file.c_str(), &opened,
                        SQLITE_OPEN_READWRITE | make | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                        settings.vfs.empty() ? nullptr : settings.vfs.c_str());
    handle_.reset(opened);
    if (code != SQLITE_OK) throw_failure(code, opened);

    sqlite3_busy_timeout(opened, static_cast<int>(settings.lock_patience.count()));
    constexpr std::uint64_t kKib = 1024;
    // Words that are deleted must not stay in the file's free space.
    execute(fmt::format("PRAGMA cache_size = -{}; PRAGMA journal_size_limit = {}; "
                        "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; "
                        "PRAGMA secure_delete = 1",
                        settings.cache_bytes_max / kKib, settings.wal_bytes_max)
                .c_str());
    // This also takes the place of SQLite's own checkpoint inside a commit.
    sqlite3_wal_hook(
        opened,
        [](void* pages, sqlite3*, const char*, int now) {
            *static_cast<std::uint64_t*>(pages) = static_cast<std::uint64_t>(now);
            return SQLITE_OK;
        },
        wal_pages_.get());
}

Database::~Database() = default;

void Database::execute(const char* sql) {
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_failure(code, handle());
}

std::int64_t Database::number(const char* sql) {
    Statement statement(*this, sql);
    Rows rows = statement.rows();
    return rows.next() ? rows.integer(0) : 0;
}

std::string Database::text(const char* sql) {
    Statement statement(*this, sql);
    Rows rows = statement.rows();
    return rows.next() ? std::string(rows.text(0)) : std::string();
}

bool Database::is_in_transaction() const {
    return sqlite3_get_autocommit(handle()) == 0;
}

bool Database::roll_back() {
    if (!is_in_transaction()) return true;
    try {
        execute("ROLLBACK");
    } catch (const Failure&) {
        return !is_in_transaction();
    }
    return true;
}

std::int64_t Database::last_row() const {
    return sqlite3_last_insert_rowid(handle());
}

Database::Checkpoint Database::checkpoint() {
    int wal = 0;
    int copied = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &wal, &copied);
    if (code != SQLITE_OK) throw_failure(code, handle());
    return {.wal_pages = wal < 0 ? 0 : static_cast<std::uint64_t>(wal),
            .copied_pages = copied < 0 ? 0 : static_cast<std::uint64_t>(copied)};
}

}  // namespace store::sqlite
