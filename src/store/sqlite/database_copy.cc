#include "store/sqlite/database_copy.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/result.h"
#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/disk.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite/unfinished_file.h"

namespace store::sqlite {

using base::fail;

namespace {

CopyRefusal damaged(const std::string& source, const std::string& reason) {
    return {.error = CopyError::source_damaged,
            .sentence = fmt::format("{} is damaged or no database ({}). Nothing was copied; use an "
                                    "older backup.",
                                    source, reason)};
}

CopyRefusal refusal_of(const sql::Failure& failure, const std::string& source,
                       const std::string& target) {
    if (failure.cause() == sql::Failure::Cause::request) return damaged(source, failure.what());
    return {.error = CopyError::failed,
            .sentence = fmt::format("Cannot copy {} to {}: {}. Look at the disk's free space and "
                                    "permissions.",
                                    source, target, failure.what())};
}

std::optional<CopyRefusal> look_at(const std::string& source) {
    std::error_code error;
    if (std::filesystem::is_regular_file(source, error)) return std::nullopt;
    return CopyRefusal{
        .error = CopyError::source_missing,
        .sentence = fmt::format("There is no database {}{}.", source,
                                std::filesystem::exists(source, error) ? ": it is no file" : "")};
}

struct FinishBackup {
    void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

/// Copies all pages, as the reader of `from` sees them. Throws Failure.
///
/// returns  false: the write-ahead log became too long meanwhile
bool copy_pages(SqliteDatabase& from, SqliteDatabase& to, const std::string& wal,
                const CopyOptions& options) {
    const std::unique_ptr<sqlite3_backup, FinishBackup> backup(
        sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
    if (!backup) throw_failure(sqlite3_errcode(to.handle()), to.handle());
    for (;;) {
        const int code = sqlite3_backup_step(backup.get(), static_cast<int>(options.step_pages));
        if (code == SQLITE_DONE) return true;
        if (code != SQLITE_OK) throw_failure(code, nullptr);
        std::error_code none;
        const std::uintmax_t bytes = std::filesystem::file_size(wal, none);
        if (!none && bytes > options.wal_bytes_max) return false;
    }
}

/// Makes it one file, without the pages that nothing uses where those are many. Throws Failure.
void make_compact(SqliteDatabase& copy) {
    copy.execute("PRAGMA journal_mode = DELETE");
    constexpr std::int64_t kPartWorthTheWork = 8;
    const std::int64_t unused = copy.number("PRAGMA freelist_count");
    if (unused * kPartWorthTheWork <= copy.number("PRAGMA page_count")) return;
    try {
        copy.execute("PRAGMA temp_store = FILE; VACUUM");
    } catch (const sql::Failure&) {
        // Without room for that the copy stays as large as it is, and as good.
        copy.roll_back();
    }
}

}  // namespace

base::Result<DatabaseCopy, CopyRefusal> DatabaseCopy::make(const std::string& source,
                                                           const std::string& target, Disk& disk,
                                                           const CopyOptions& options) {
    if (auto refusal = look_at(source)) return fail(*std::move(refusal));
    auto file = UnfinishedFile::claim(target, disk);
    if (!file) return fail(std::move(file.error()));
    DatabaseCopy copy(*std::move(file));
    try {
        if (auto refusal = copy.fill(source, options)) return fail(*std::move(refusal));
    } catch (const sql::Failure& failure) {
        return fail(refusal_of(failure, source, target));
    }
    if (auto refusal = copy.file_.sync()) return fail(*std::move(refusal));
    return copy;
}

std::optional<CopyRefusal> DatabaseCopy::fill(const std::string& source,
                                              const CopyOptions& options) {
    SqliteDatabase copy({.file = file_.path(),
                         .vfs = options.target_vfs,
                         .lock_patience = options.lock_patience,
                         .missing = SqliteDatabase::Missing::refuse});
    copy.execute("PRAGMA journal_mode = OFF");  // nothing is there that could be lost
    {
        SqliteDatabase from({.file = source,
                             .vfs = {},
                             .lock_patience = options.lock_patience,
                             .missing = SqliteDatabase::Missing::refuse});
        const sql::Snapshot moment(from);
        if (from.number("PRAGMA application_id") != kApplicationId || version_of(from) == 0) {
            return CopyRefusal{.error = CopyError::source_foreign,
                               .sentence = fmt::format(
                                   "{} is not a database of Parlor. Nothing was copied.", source)};
        }
        if (!copy_pages(from, copy, source + "-wal", options)) {
            return CopyRefusal{
                .error = CopyError::log_too_long,
                .sentence = fmt::format("{} is written to faster than this disk can copy it. Try "
                                        "again when there is less to do.",
                                        source)};
        }
    }
    make_compact(copy);
    if (const std::string found = copy.text("PRAGMA integrity_check(1)"); found != "ok") {
        return damaged(source, found);
    }
    version_ = version_of(copy);
    bytes_ = static_cast<std::uint64_t>(copy.number("PRAGMA page_count")) *
             static_cast<std::uint64_t>(copy.number("PRAGMA page_size"));
    return std::nullopt;
}

}  // namespace store::sqlite
