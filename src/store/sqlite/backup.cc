#include "store/sqlite/backup.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "base/result.h"
#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/database_copy.h"
#include "store/sqlite/disk.h"

namespace store::sqlite {

using base::fail;

namespace {

/// What can be told before anything is copied.
std::optional<CopyRefusal> look_at(const BackupRequest& request) {
    const std::filesystem::path target(request.target);
    std::error_code error;
    if (std::filesystem::is_directory(target, error) || !target.has_filename()) {
        return CopyRefusal{
            .error = CopyError::target_unusable,
            .sentence = fmt::format("{} is a folder. Name the file that shall be the backup.",
                                    request.target)};
    }
    const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
    if (std::filesystem::equivalent(folder, request.directory, error) &&
        is_own_name(target.filename().string())) {
        return CopyRefusal{
            .error = CopyError::target_unusable,
            .sentence = fmt::format("{} belongs to the data directory itself. Name another file, "
                                    "on another disk at best.",
                                    request.target)};
    }
    if (request.replace == Disk::Replace::never && std::filesystem::exists(target, error)) {
        return CopyRefusal{.error = CopyError::target_exists,
                           .sentence = fmt::format("{} is there already. Name another file, or "
                                                   "replace it with --force.",
                                                   request.target)};
    }
    return std::nullopt;
}

}  // namespace

base::Result<BackedUp, CopyRefusal> back_up(const BackupRequest& request, Disk& disk,
                                            const CopyOptions& options) {
    if (auto refusal = look_at(request)) return fail(*std::move(refusal));
    BackedUp done{.source = database_file_in(request.directory)};
    auto copy = DatabaseCopy::make(done.source, request.target, disk, options);
    if (!copy) return fail(std::move(copy.error()));
    done.bytes = copy->bytes();
    if (auto refusal = copy->publish(request.replace)) return fail(*std::move(refusal));
    return done;
}

}  // namespace store::sqlite
