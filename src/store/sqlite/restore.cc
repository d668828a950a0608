#include "store/sqlite/restore.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "store/migrations/sqlite.h"
#include "store/sql/failure.h"
#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/database_copy.h"
#include "store/sqlite/derived_files.h"
#include "store/sqlite/disk.h"
#include "store/sqlite/open_refusal.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

using base::fail;

namespace {

bool exists(const std::string& path) {
    std::error_code unknown;
    return std::filesystem::exists(path, unknown);
}

CopyRefusal failed(std::string_view what, const std::string& path, const std::error_code& error) {
    return {.error = CopyError::failed,
            .sentence = fmt::format("Cannot {} {}: {}. The database is as it was; look at the "
                                    "disk's free space and permissions.",
                                    what, path, error.message())};
}

CopyRefusal refusal_of(const OpenRefusal& refusal) {
    return {.error =
                refusal.error == OpenError::in_use ? CopyError::in_use : CopyError::target_unusable,
            .sentence = refusal.sentence};
}

bool holds_database(const std::string& file) {
    return exists(file) || exists(file + "-wal") || exists(file + "-journal");
}

/// "20261128T124541.123Z"
std::string name_of(base::WallTime time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y%m%dT%H%M%S}.{:03}Z",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                       (time - seconds).count());
}

/// Brings what stands in the write-ahead log into the database, so that one file has everything.
void fold_log(const std::string& file, const CopyOptions& options) {
    try {
        SqliteDatabase database({.file = file,
                                 .vfs = {},
                                 .lock_patience = options.lock_patience,
                                 .missing = SqliteDatabase::Missing::refuse});
        database.checkpoint();
    } catch (const sql::Failure&) {  // NOLINT(bugprone-empty-catch): then its log is kept beside it
    }
}

/// Gives the database that is there a second name, together with what is left of its companions, which then go.
std::optional<CopyRefusal> keep(const std::string& file, const std::string& kept, Disk& disk,
                                const CopyOptions& options) {
    fold_log(file, options);
    for (const std::string_view companion : {"", "-wal", "-journal"}) {
        const std::string from = fmt::format("{}{}", file, companion);
        if (!exists(from)) continue;
        if (const auto error = disk.link(from, fmt::format("{}{}", kept, companion))) {
            return failed("keep", from, error);
        }
    }
    if (const auto error = disk.sync_folder_of(file)) return failed("keep", file, error);
    return std::nullopt;
}

CopyRefusal occupied(const std::string& directory) {
    return {.error = CopyError::target_exists,
            .sentence = fmt::format("{} holds a database already. Point --data elsewhere, or "
                                    "restore with --force: then the old one is kept beside.",
                                    directory)};
}

CopyRefusal newer(const std::string& source, int version, int known) {
    return {.error = CopyError::source_newer,
            .sentence = fmt::format("{} was written by a newer Parlor (schema {}, this one knows "
                                    "{}). Restore it with that version.",
                                    source, version, known)};
}

}  // namespace

base::Result<Restored, CopyRefusal> restore(const RestoreRequest& request, Disk& disk,
                                            const base::Clock& clock, const CopyOptions& options) {
    if (!exists(request.source)) {
        return fail(CopyRefusal{.error = CopyError::source_missing,
                                .sentence = fmt::format("There is no backup {}.", request.source)});
    }
    const auto directory = DataDirectory::take(request.directory);
    if (!directory) return fail(refusal_of(directory.error()));
    const std::string file = directory->database_file();
    const bool is_occupied = holds_database(file);
    if (is_occupied && request.replace == Disk::Replace::never) {
        return fail(occupied(request.directory));
    }
    std::error_code unknown;
    if (std::filesystem::equivalent(request.source, file, unknown)) {
        return fail(CopyRefusal{
            .error = CopyError::target_unusable,
            .sentence = fmt::format("{} is the database itself, not a backup of it.", file)});
    }

    auto copy = DatabaseCopy::make(request.source, file, disk, options);
    if (!copy) return fail(std::move(copy.error()));
    Restored done{.bytes = copy->bytes(), .version = copy->version()};
    const int known = migrations::sqlite().back().version;
    if (done.version > known) return fail(newer(request.source, done.version, known));

    if (is_occupied) {
        done.kept_as = fmt::format("{}.before-restore-{}", file, name_of(clock.wall()));
        if (auto refusal = keep(file, done.kept_as, disk, options))
            return fail(*std::move(refusal));
    }
    if (auto refusal = remove_derived(request.directory, disk)) return fail(*std::move(refusal));
    if (auto refusal = copy->publish(Disk::Replace::whatever_is_there)) {
        return fail(*std::move(refusal));
    }
    return done;
}

}  // namespace store::sqlite
