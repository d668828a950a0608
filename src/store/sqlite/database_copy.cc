#include "store/sqlite/database_copy.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/result.h"
#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/database.h"
#include "store/sqlite/disk.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/schema.h"

namespace store::sqlite {

using base::fail;

namespace {

CopyRefusal unusable(const std::string& path, const char* reason) {
    return {.error = CopyError::target_unusable,
            .sentence = fmt::format("Cannot write {}: {}. Name a file in a folder that this user "
                                    "may write.",
                                    path, reason)};
}

CopyRefusal in_use(const std::string& path) {
    return {.error = CopyError::in_use,
            .sentence = fmt::format("Another copy is being written to {}. Wait for it, or name "
                                    "another file.",
                                    path)};
}

CopyRefusal damaged(const std::string& source, const std::string& reason) {
    return {.error = CopyError::source_damaged,
            .sentence = fmt::format("{} is damaged or no database ({}). Nothing was copied; use an "
                                    "older backup.",
                                    source, reason)};
}

CopyRefusal refusal_of(const Failure& failure, const std::string& source,
                       const std::string& target) {
    if (failure.cause() == Failure::Cause::request) return damaged(source, failure.what());
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
bool copy_pages(Database& from, Database& to, const std::string& wal, const CopyOptions& options) {
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
void make_compact(Database& copy) {
    copy.execute("PRAGMA journal_mode = DELETE");
    constexpr std::int64_t kPartWorthTheWork = 8;
    const std::int64_t unused = copy.number("PRAGMA freelist_count");
    if (unused * kPartWorthTheWork <= copy.number("PRAGMA page_count")) return;
    try {
        copy.execute("PRAGMA temp_store = FILE; VACUUM");
    } catch (const Failure&) {
        // Without room for that the copy stays as large as it is, and as good.
        copy.roll_back();
    }
}

}  // namespace

base::Result<DatabaseCopy, CopyRefusal> DatabaseCopy::make(const std::string& source,
                                                           const std::string& target, Disk& disk,
                                                           const CopyOptions& options) {
    if (auto refusal = look_at(source)) return fail(*std::move(refusal));
    DatabaseCopy copy(target, disk);
    if (auto refusal = copy.claim()) return fail(*std::move(refusal));
    try {
        if (auto refusal = copy.fill(source, options)) return fail(*std::move(refusal));
    } catch (const Failure& failure) {
        return fail(refusal_of(failure, source, target));
    }
    if (::fsync(copy.claim_) != 0) return fail(unusable(copy.partial(), std::strerror(errno)));
    return copy;
}

DatabaseCopy::DatabaseCopy(DatabaseCopy&& other) noexcept
    : target_(std::move(other.target_)),
      disk_(other.disk_),
      claim_(std::exchange(other.claim_, -1)),
      bytes_(other.bytes_),
      version_(other.version_) {}

DatabaseCopy::~DatabaseCopy() {
    if (claim_ < 0) return;
    remove_partial();
    ::close(claim_);
}

std::optional<CopyRefusal> DatabaseCopy::claim() {
    constexpr mode_t kOwnerOnly = 0600;
    const int file =
        ::open(partial().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
    if (file < 0) return unusable(partial(), std::strerror(errno));
    // Where the file system knows no such lock, two copies to one file are the asker's own fault.
    if (::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        ::close(file);
        return in_use(target_);
    }
    struct stat mine{};
    struct stat there{};
    const bool is_mine = ::fstat(file, &mine) == 0 && ::stat(partial().c_str(), &there) == 0 &&
                         mine.st_ino == there.st_ino;
    if (!is_mine) {  // another one finished between open and lock
        ::close(file);
        return in_use(target_);
    }
    claim_ = file;
    // What an interrupted one left.
    for (const char* companion : kCompanions) {
        if (const std::error_code error = disk_->remove(partial() + companion)) {
            return unusable(partial(), error.message().c_str());
        }
    }
    if (::ftruncate(file, 0) != 0 || ::fchmod(file, kOwnerOnly) != 0) {
        return unusable(partial(), std::strerror(errno));
    }
    return std::nullopt;
}

std::optional<CopyRefusal> DatabaseCopy::fill(const std::string& source,
                                              const CopyOptions& options) {
    Database copy({.file = partial(),
                   .vfs = options.target_vfs,
                   .lock_patience = options.lock_patience,
                   .missing = Database::Missing::refuse});
    copy.execute("PRAGMA journal_mode = OFF");  // nothing is there that could be lost
    {
        Database from({.file = source,
                       .vfs = {},
                       .lock_patience = options.lock_patience,
                       .missing = Database::Missing::refuse});
        const Snapshot moment(from);
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

std::optional<CopyRefusal> DatabaseCopy::publish(Disk::Replace replace) {
    CopyRefusal exists{.error = CopyError::target_exists,
                       .sentence = fmt::format("{} is there already. Name another file, or "
                                               "replace it with --force.",
                                               target_)};
    std::error_code unknown;
    if (replace == Disk::Replace::never && std::filesystem::exists(target_, unknown)) return exists;
    // Left by another database of that name, they would be taken for this one's.
    for (const char* companion : kCompanions) {
        if (const std::error_code error = disk_->remove(target_ + companion)) {
            return unusable(target_, error.message().c_str());
        }
    }
    std::error_code error = disk_->rename(partial(), target_, replace);
    if (error == std::errc::file_exists) return exists;
    if (error) return unusable(target_, error.message().c_str());
    ::close(std::exchange(claim_, -1));
    error = disk_->sync_folder_of(target_);
    if (error) return unusable(target_, error.message().c_str());
    return std::nullopt;
}

void DatabaseCopy::remove_partial() {
    // What cannot be removed is in nobody's way: the next copy begins with removing it.
    for (const char* companion : kCompanions) [[maybe_unused]]
        const std::error_code ignored = disk_->remove(partial() + companion);
    [[maybe_unused]] const std::error_code ignored = disk_->remove(partial());
}

}  // namespace store::sqlite
