#include "store/sqlite/unfinished_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/result.h"
#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/disk.h"

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

}  // namespace

base::Result<UnfinishedFile, CopyRefusal> UnfinishedFile::claim(const std::string& target,
                                                                Disk& disk) {
    UnfinishedFile file(target, disk);
    if (auto refusal = file.claim()) return fail(*std::move(refusal));
    return file;
}

UnfinishedFile::UnfinishedFile(UnfinishedFile&& other) noexcept
    : target_(std::move(other.target_)),
      disk_(other.disk_),
      claim_(std::exchange(other.claim_, -1)) {}

UnfinishedFile::~UnfinishedFile() {
    if (claim_ < 0) return;
    remove();
    ::close(claim_);
}

std::optional<CopyRefusal> UnfinishedFile::claim() {
    constexpr mode_t kOwnerOnly = 0600;
    const int file = ::open(path().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
    if (file < 0) return unusable(path(), std::strerror(errno));
    // Where the file system knows no such lock, two copies to one file are the asker's own fault.
    if (::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        ::close(file);
        return in_use(target_);
    }
    struct stat mine{};
    struct stat there{};
    const bool is_mine = ::fstat(file, &mine) == 0 && ::stat(path().c_str(), &there) == 0 &&
                         mine.st_ino == there.st_ino;
    if (!is_mine) {  // another one finished between open and lock
        ::close(file);
        return in_use(target_);
    }
    claim_ = file;
    // What an interrupted one left.
    for (const char* companion : kCompanions) {
        if (const std::error_code error = disk_->remove(path() + companion)) {
            return unusable(path(), error.message().c_str());
        }
    }
    if (::ftruncate(file, 0) != 0 || ::fchmod(file, kOwnerOnly) != 0) {
        return unusable(path(), std::strerror(errno));
    }
    return std::nullopt;
}

std::optional<CopyRefusal> UnfinishedFile::sync() {
    if (::fsync(claim_) != 0) return unusable(path(), std::strerror(errno));
    return std::nullopt;
}

std::optional<CopyRefusal> UnfinishedFile::publish(Disk::Replace replace) {
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
    std::error_code error = disk_->rename(path(), target_, replace);
    if (error == std::errc::file_exists) return exists;
    if (error) return unusable(target_, error.message().c_str());
    ::close(std::exchange(claim_, -1));
    error = disk_->sync_folder_of(target_);
    if (error) return unusable(target_, error.message().c_str());
    return std::nullopt;
}

void UnfinishedFile::remove() {
    // What cannot be removed is in nobody's way: the next copy begins with removing it.
    for (const char* companion : kCompanions) [[maybe_unused]]
        const std::error_code ignored = disk_->remove(path() + companion);
    [[maybe_unused]] const std::error_code ignored = disk_->remove(path());
}

}  // namespace store::sqlite
