/// FaultyVfs: a file system for SQLite that fails when the test says so, and can lose its power.
///
/// Thread:     any; the store's threads call it while the test's sets it.
/// Invariant:  what was not synced may be lost with the power, each write for itself. Syncing costs nothing here.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace support {

class FaultyVfs {
public:
    enum class Fault : std::uint8_t {
        once,          ///< one operation fails, the next ones work
        from_then_on,  ///< nothing reaches the disk any more, as after a crash
    };
    enum class Error : std::uint8_t { io, full };

    FaultyVfs();
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }

    /// The `n`th write, sync, truncation or deletion from now on fails; 1 is the next.
    void fail_at(std::uint64_t n, Fault fault, Error error = Error::io);
    void heal();
    /// The fault came.
    [[nodiscard]] bool has_failed() const;
    /// Writes and the like since fail_at().
    [[nodiscard]] std::uint64_t operations() const;

    /// After every file is closed: of what was written and not synced, keeps what `chance` says.
    void lose_power(std::mt19937_64& chance);

private:
    struct File;
    struct Written {
        sqlite3_int64 offset = 0;
        std::string before;  ///< what lay there
        std::string after;
        sqlite3_int64 size_before = 0;
    };

    static File& file_of(sqlite3_file* file);
    static FaultyVfs& self_of(sqlite3_vfs* vfs);
    static const sqlite3_io_methods& methods();
    static int on_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                       int* out_flags);
    static int on_write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset);
    static int on_truncate(sqlite3_file* file, sqlite3_int64 size);
    static int on_sync(sqlite3_file* file, int flags);
    static int on_delete(sqlite3_vfs* vfs, const char* name, int sync_directory);

    /// Counts an operation. returns SQLITE_OK, or the error that it is to fail with
    int count(int io_error);
    void remember(File& file, const void* bytes, int count, sqlite3_int64 offset);
    static void undo(const std::string& name, const std::vector<Written>& writes);

    const std::string name_;
    sqlite3_vfs* const real_;
    sqlite3_vfs vfs_{};

    mutable std::mutex mutex_;
    std::uint64_t operations_ = 0;
    std::uint64_t fails_at_ = 0;  // 0: never
    Fault fault_ = Fault::once;
    Error error_ = Error::io;
    std::map<std::string, std::vector<Written>> unsynced_;
};

}  // namespace support
