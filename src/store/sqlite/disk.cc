#include "store/sqlite/disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

namespace store::sqlite {
namespace {

std::error_code result_of(int returned) {
    return returned == 0 ? std::error_code() : std::error_code(errno, std::generic_category());
}

}  // namespace

std::error_code Disk::link(const std::string& from, const std::string& to) {
    return result_of(::link(from.c_str(), to.c_str()));
}

std::error_code Disk::rename(const std::string& from, const std::string& to, Replace replace) {
    if (replace == Replace::whatever_is_there) {
        return result_of(std::rename(from.c_str(), to.c_str()));
    }
    const std::error_code error =
        result_of(::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE));
    // Not every file system can do both at once.
    if (error != std::errc::invalid_argument && error != std::errc::function_not_supported) {
        return error;
    }
    std::error_code unknown;
    if (std::filesystem::exists(to, unknown)) return std::make_error_code(std::errc::file_exists);
    return result_of(std::rename(from.c_str(), to.c_str()));
}

std::error_code Disk::remove(const std::string& path) {
    const std::error_code error = result_of(::unlink(path.c_str()));
    return error == std::errc::no_such_file_or_directory ? std::error_code() : error;
}

std::error_code Disk::sync_folder_of(const std::string& path) {
    const std::filesystem::path parent = std::filesystem::path(path).parent_path();
    const int folder =
        ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return result_of(-1);
    std::error_code error = result_of(::fsync(folder));
    ::close(folder);
    // A file system that cannot sync a folder has nothing to sync there.
    if (error == std::errc::invalid_argument) error.clear();
    return error;
}

}  // namespace store::sqlite
