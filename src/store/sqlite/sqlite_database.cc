#include "store/sqlite/sqlite_database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "store/sql/failure.h"
#include "store/sql/statement.h"
#include "store/sqlite/sqlite_statement.h"

namespace store::sqlite {

void SqliteDatabase::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

SqliteDatabase::SqliteDatabase(const Settings& settings)
    : lock_patience_(settings.lock_patience), wal_pages_(std::make_unique<std::uint64_t>(0)) {
    sqlite3* opened = nullptr;
    const int make = settings.missing == Missing::make ? SQLITE_OPEN_CREATE : 0;
    const int code =
        sqlite3_open_v2(settings.file.c_str(), &opened,
                        SQLITE_OPEN_READWRITE | make | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                        settings.vfs.empty() ? nullptr : settings.vfs.c_str());
    handle_.reset(opened);
    if (code != SQLITE_OK) throw_failure(code, opened);

    be_patient(lock_patience_);
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

SqliteDatabase::~SqliteDatabase() = default;

void SqliteDatabase::execute(const char* sql) {
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_failure(code, handle());
}

std::unique_ptr<sql::Prepared> SqliteDatabase::prepare(std::string_view sql) {
    return std::make_unique<SqliteStatement>(handle(), sql);
}

std::unique_ptr<sql::RowList> SqliteDatabase::prepare(sql::RowSql sql) {
    return std::make_unique<SqliteRowList>(handle(), sql);
}

void SqliteDatabase::begin() {
    // It takes the lock at once: one that reads first may find that others wrote since.
    if (!begin_) begin_.emplace(*this, "BEGIN IMMEDIATE");
    begin_->run();
}

void SqliteDatabase::commit() {
    if (!commit_) commit_.emplace(*this, "COMMIT");
    commit_->run();
}

void SqliteDatabase::begin_reading() {
    execute("BEGIN");
}

bool SqliteDatabase::is_in_transaction() const {
    return sqlite3_get_autocommit(handle()) == 0;
}

bool SqliteDatabase::roll_back() {
    if (!is_in_transaction()) return true;
    try {
        execute("ROLLBACK");
    } catch (const sql::Failure&) {
        return !is_in_transaction();
    }
    return true;
}

std::int64_t SqliteDatabase::last_row() {
    return sqlite3_last_insert_rowid(handle());
}

std::uint64_t SqliteDatabase::bytes() {
    return static_cast<std::uint64_t>(number("PRAGMA page_count") * number("PRAGMA page_size"));
}

void SqliteDatabase::refuse_writes() {
    execute("PRAGMA query_only = 1");
}

SqliteDatabase::Checkpoint SqliteDatabase::checkpoint() {
    int wal = 0;
    int copied = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &wal, &copied);
    if (code != SQLITE_OK) throw_failure(code, handle());
    return {.wal_pages = wal < 0 ? 0 : static_cast<std::uint64_t>(wal),
            .copied_pages = copied < 0 ? 0 : static_cast<std::uint64_t>(copied)};
}

void SqliteDatabase::finish_wal(base::Milliseconds patience) {
    be_patient(patience);
    const int code =
        sqlite3_wal_checkpoint_v2(handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
    be_patient(lock_patience_);
    if (code != SQLITE_OK) throw_failure(code, handle());
}

void SqliteDatabase::be_patient(base::Milliseconds patience) {
    sqlite3_busy_timeout(handle(), static_cast<int>(patience.count()));
}

}  // namespace store::sqlite
