/// SqliteDatabase: one connection to an SQLite file.
///
/// Thread:     one at a time; SQLite's own locks are off.
/// Owns:       the connection; its statements must be gone before it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/sql/statement.h"

struct sqlite3;

namespace store::sqlite {

class SqliteDatabase final : public sql::Database {
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
    explicit SqliteDatabase(const Settings& settings);
    ~SqliteDatabase() override;

    [[nodiscard]] std::unique_ptr<sql::Prepared> prepare(std::string_view sql) override;
    [[nodiscard]] std::unique_ptr<sql::RowList> prepare(sql::RowSql sql) override;
    void execute(const char* sql) override;
    [[nodiscard]] Writers writers() const override { return Writers::this_one; }
    void begin() override;
    void commit() override;
    void begin_reading() override;
    [[nodiscard]] bool is_in_transaction() const override;
    bool roll_back() override;
    [[nodiscard]] std::int64_t last_row() override;
    [[nodiscard]] std::uint64_t bytes() override;

    /// From now on it refuses to write. Throws Failure.
    void refuse_writes();

    /// Pages in the write-ahead log after this connection's last commit.
    [[nodiscard]] std::uint64_t wal_pages() const { return *wal_pages_; }

    struct Checkpoint {
        std::uint64_t wal_pages = 0;
        std::uint64_t copied_pages = 0;
    };
    /// Copies what it can from the write-ahead log into the file without waiting for anybody. Throws Failure.
    Checkpoint checkpoint();
    /// Copies all of the write-ahead log, so that the next commit of this connection starts it over. Who still reads from
    /// it is waited for, up to `patience`. Throws Failure; it is busy when they stay, or when another copies.
    void finish_wal(base::Milliseconds patience);

    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };

    void be_patient(base::Milliseconds patience);

    const base::Milliseconds lock_patience_;
    std::unique_ptr<std::uint64_t> wal_pages_;  // SQLite writes it, from inside a commit
    std::unique_ptr<sqlite3, Close> handle_;
    std::optional<sql::Statement> begin_, commit_;  // each made when it is first needed
};

/// What a result code of SQLite means for those who asked.
[[nodiscard]] sql::Failure failure_of(int code, const std::string& message);

/// Throws the sql::Failure that `code` and the connection tell. `handle` may be null.
[[noreturn]] void throw_failure(int code, sqlite3* handle);

}  // namespace store::sqlite
