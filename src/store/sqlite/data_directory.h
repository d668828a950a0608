/// DataDirectory: the folder with the database, kept for one running Parlor.
///
/// Thread:     main.
/// Owns:       the lock, parlor.lock in the folder; the kernel lets go of it when the process ends, however it ends.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "store/sqlite/open_refusal.h"

namespace store::sqlite {

/// The database in the data directory `path`, whether or not it is there.
[[nodiscard]] std::string database_file_in(std::string_view path);

/// A file of that name in a data directory is Parlor's: the database, what SQLite keeps beside it, or the lock.
[[nodiscard]] bool is_own_name(std::string_view file);

class DataDirectory {
public:
    /// Makes the folder, for this user only, and takes the lock.
    ///
    /// errors  directory_unusable, in_use
    static base::Result<DataDirectory, OpenRefusal> take(const std::string& path);

    DataDirectory(DataDirectory&& other) noexcept;
    DataDirectory& operator=(DataDirectory&& other) noexcept;
    ~DataDirectory();

    [[nodiscard]] std::string database_file() const { return database_file_in(path_); }
    [[nodiscard]] std::string search_file() const { return path_ + "/search.db"; }

private:
    DataDirectory(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

    std::string path_;
    int lock_ = -1;
};

}  // namespace store::sqlite
