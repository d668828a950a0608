#include "store/transfer/sqlite_ends.h"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "base/sizes.h"
#include "store/migrations/sqlite.h"
#include "store/sql/failure.h"
#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/derived_files.h"
#include "store/sqlite/disk.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite/unfinished_file.h"
#include "store/transfer/ends.h"
#include "store/transfer/version_fault.h"

namespace store::transfer {

using base::fail;
using base::literals::operator""_MiB;
using sqlite::SqliteDatabase;

namespace {

constexpr std::uint64_t kCacheBytesMax = 64_MiB;
constexpr base::Milliseconds kLockPatience{10'000};

bool exists(const std::string& path) {
    std::error_code unknown;
    return std::filesystem::exists(path, unknown);
}

/// Why it is not read; empty: it is good. Throws sql::Failure.
std::string fault_of(SqliteDatabase& database, const std::string& file) {
    const auto steps = migrations::sqlite();
    const int version = sqlite::version_of(database);
    const int known = steps.back().version;
    if (sqlite::inspect(database, steps) == sqlite::SchemaState::foreign || version == 0) {
        return fmt::format(
            "{} is not a database of Parlor. Point --data to the data directory of one.", file);
    }
    return version_fault(file, version, known);
}

}  // namespace

base::Result<std::unique_ptr<Source>, std::string> SqliteSource::open(
    const std::string& directory) {
    const std::string file = sqlite::database_file_in(directory);
    if (!exists(file)) {
        return fail(fmt::format(
            "There is no database {}. Point --data to the data directory of the server that is to "
            "move.",
            file));
    }
    auto taken = sqlite::DataDirectory::take(directory);
    if (!taken) return fail(std::move(taken.error().sentence));
    try {
        auto source = std::unique_ptr<SqliteSource>(
            new SqliteSource(directory, *std::move(taken),
                             {.file = file,
                              .vfs = {},
                              .cache_bytes_max = kCacheBytesMax,
                              .lock_patience = kLockPatience,
                              .missing = SqliteDatabase::Missing::refuse}));
        if (std::string fault = fault_of(source->database_, file); !fault.empty()) {
            return fail(std::move(fault));
        }
        return source;
    } catch (const sql::Failure& failure) {
        return fail(fmt::format(
            "Cannot read {}: {}. Look at the disk and its permissions, or put back a backup.", file,
            failure.what()));
    }
}

SqliteSource::SqliteSource(std::string name, sqlite::DataDirectory directory,
                           const SqliteDatabase::Settings& settings)
    : name_(std::move(name)),
      directory_(std::move(directory)),
      database_(settings),
      moment_(database_) {
    database_.refuse_writes();
}

base::Result<std::unique_ptr<Target>, std::string> SqliteTarget::open(const std::string& directory,
                                                                      sqlite::Disk& disk,
                                                                      const std::string& vfs) {
    auto taken = sqlite::DataDirectory::take(directory);
    if (!taken) return fail(std::move(taken.error().sentence));
    const std::string file = taken->database_file();
    if (exists(file) || exists(file + "-wal") || exists(file + "-journal")) {
        return fail(
            fmt::format("{} holds a database already. Point --data elsewhere, or move that one "
                        "away: {} and what is named after it.",
                        directory, file));
    }
    auto claimed = sqlite::UnfinishedFile::claim(file, disk);
    if (!claimed) return fail(std::move(claimed.error().sentence));
    try {
        return std::unique_ptr<Target>(
            new SqliteTarget(directory, *std::move(taken), *std::move(claimed), disk, vfs));
    } catch (const sql::Failure& failure) {
        return fail(fmt::format(
            "Cannot make a database in {}: {}. Look at the disk's free space and permissions.",
            directory, failure.what()));
    }
}

SqliteTarget::SqliteTarget(std::string name, sqlite::DataDirectory directory,
                           sqlite::UnfinishedFile file, sqlite::Disk& disk, const std::string& vfs)
    : name_(std::move(name)),
      directory_(std::move(directory)),
      file_(std::move(file)),
      disk_(disk),
      database_(std::make_unique<SqliteDatabase>(
          SqliteDatabase::Settings{.file = file_.path(),
                                   .vfs = vfs,
                                   .cache_bytes_max = kCacheBytesMax,
                                   .lock_patience = kLockPatience,
                                   .missing = SqliteDatabase::Missing::refuse})) {
    // Until it has its name nothing of it counts: it is synced once, at the end.
    database_->execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    sqlite::migrate(*database_, migrations::sqlite());
    database_->begin();
}

std::optional<std::string> SqliteTarget::finish() {
    database_->commit();
    database_.reset();
    if (auto refusal = file_.sync()) return std::move(refusal->sentence);
    if (auto refusal = sqlite::remove_derived(name_, disk_)) return std::move(refusal->sentence);
    if (auto refusal = file_.publish(sqlite::Disk::Replace::never)) {
        return std::move(refusal->sentence);
    }
    return std::nullopt;
}

}  // namespace store::transfer
