/// Database: one connection to an SQLite file.
///
/// Thread:     one at a time; SQLite's own locks are off.
/// Owns:       the connection; its statements must be gone before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"

struct sqlite3;

namespace store::sqlite {

class Database {
public:
    enum class Missing : std::uint8_t { make, refuse };
    struct Settings {
        std::string file;
        std::string vfs;  ///< empty: the system's
        std::uint64_t cache_bytes_max = 0;
        std::uint64_t wal_bytes_max = 0;      ///< the file is cut to it when the log starts over
        base::Milliseconds lock_patience{0};  ///< for a lock that another process holds
        Missing missing = Missing::make;      ///< refuse: a file that may not be written is read
    };

    /// Opens the file, or makes it. Throws Failure.
    explicit Database(const Settings& settings);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs statements whose rows do not matter. Throws Failure.
    void execute(const char* sql);

    /// The first column of the first row. Throws Failure.
    [[nodiscard]] std::int64_t number(const char* sql);
    [[nodiscard]] std::string text(const char* sql);

    /// After BEGIN, until it was committed or rolled back, be it by SQLite itself.
    [[nodiscard]] bool is_in_transaction() const;
    /// Does not throw. returns false: the connection is of no more use
    bool roll_back();
    [[nodiscard]] std::int64_t last_row() const;

    /// Pages in the write-ahead log after this connection's last commit.
    [[nodiscard]] std::uint64_t wal_pages() const { return *wal_pages_; }

    struct Checkpoint {
        std::uint64_t wal_pages = 0;
        std::uint64_t copied_pages = 0;
    };
    /// Copies what it can from the write-ahead log into the file without waiting for anybody. Throws Failure.
    Checkpoint checkpoint();

    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };

    std::unique_ptr<std::uint64_t> wal_pages_;  // SQLite writes it, from inside a commit
    std::unique_ptr<sqlite3, Close> handle_;
};

/// A transaction for reading: while it lives, all that its connection reads is of one moment.
class Snapshot {
public:
    /// Throws Failure.
    explicit Snapshot(Database& database) : database_(database) { database_.execute("BEGIN"); }
    ~Snapshot() { database_.roll_back(); }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Database& database_;
};

/// Throws the Failure that `code` and the connection tell. `handle` may be null.
[[noreturn]] void throw_failure(int code, sqlite3* handle);

}  // namespace store::sqlite
