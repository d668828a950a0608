#include "store/sqlite/data_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/result.h"
#include "store/sqlite/open_refusal.h"

namespace store::sqlite {

using base::fail;

namespace {

OpenRefusal unusable(std::string_view what, const std::string& path, const std::string& reason) {
    return {.error = OpenError::directory_unusable,
            .sentence = fmt::format("Cannot {} the data directory {}: {}. Make it a directory that "
                                    "this user may write, or point --data elsewhere.",
                                    what, path, reason)};
}

/// Makes the folder and those above it. What was there before keeps its permissions.
std::error_code make(const std::string& path) {
    std::error_code error;
    const std::filesystem::path folder(path);
    if (std::filesystem::is_directory(folder, error)) return {};
    error.clear();  // that it is missing is no error
    if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
    if (error) return error;
    constexpr mode_t kOwnerOnly = 0700;
    if (::mkdir(path.c_str(), kOwnerOnly) != 0 && errno != EEXIST) {
        return {errno, std::generic_category()};
    }
    if (!std::filesystem::is_directory(folder, error)) {
        return std::make_error_code(std::errc::not_a_directory);
    }
    return {};
}

std::string_view without_slash(std::string_view path) {
    while (path.size() > 1 && path.ends_with('/'))
        path.remove_suffix(1);
    return path;
}

std::string owner_of(int lock) {
    constexpr std::size_t kDigitsMax = 32;
    std::array<char, kDigitsMax> digits{};
    const ssize_t length = ::pread(lock, digits.data(), digits.size(), 0);
    if (length <= 0) return {};
    return fmt::format(" (process {})",
                       std::string_view(digits.data(), static_cast<std::size_t>(length)));
}

/// For whoever finds the folder locked. That it cannot be written harms nothing.
void sign(int lock) {
    const std::string owner = std::to_string(::getpid());
    if (::ftruncate(lock, 0) != 0) return;
    [[maybe_unused]] const ssize_t written = ::pwrite(lock, owner.data(), owner.size(), 0);
}

}  // namespace

std::string database_file_in(std::string_view path) {
    return fmt::format("{}/parlor.db", without_slash(path));
}

bool is_own_name(std::string_view file) {
    constexpr std::string_view kNames[] = {"parlor.db", "parlor.db-wal", "parlor.db-shm",
                                           "parlor.db-journal", "parlor.lock"};
    return std::ranges::find(kNames, file) != std::end(kNames);
}

base::Result<DataDirectory, OpenRefusal> DataDirectory::take(const std::string& given) {
    const std::string path(without_slash(given));
    if (const std::error_code error = make(path)) {
        return fail(unusable("make", path, error.message()));
    }
    constexpr mode_t kOwnerOnly = 0600;
    const int lock =
        ::open((path + "/parlor.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
    if (lock < 0) return fail(unusable("write in", path, std::strerror(errno)));
    DataDirectory directory(path, lock);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return fail(unusable("lock", path, std::strerror(errno)));
        return fail(OpenRefusal{
            .error = OpenError::in_use,
            .sentence = fmt::format("The data directory {} is in use by another running Parlor{}. "
                                    "Stop that one, or point --data elsewhere.",
                                    path, owner_of(lock))});
    }
    sign(lock);
    return directory;
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDirectory& DataDirectory::operator=(DataDirectory&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(lock_, other.lock_);
    return *this;
}

DataDirectory::~DataDirectory() {
    if (lock_ >= 0) ::close(lock_);
}

}  // namespace store::sqlite
