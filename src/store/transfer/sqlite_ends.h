/// SqliteSource, SqliteTarget: a transfer's ends in data directories.
///
/// Thread:     main. Blocks in the disk.
/// Owns:       the data directory's lock; of a target, the unfinished file beside parlor.db.
/// Invariant:  no server starts in the directory meanwhile. A target has no database, or a whole one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "store/sql/database.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/disk.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite/unfinished_file.h"
#include "store/transfer/ends.h"

namespace store::transfer {

class SqliteSource final : public Source {
public:
    /// Of the database in `directory`.
    ///
    /// errors  a sentence: there is none, it is in use, damaged, foreign, or its schema is not this program's
    static base::Result<std::unique_ptr<Source>, std::string> open(const std::string& directory);

    [[nodiscard]] const std::string& name() const override { return name_; }
    [[nodiscard]] sql::Database& database() override { return database_; }

private:
    SqliteSource(std::string name, sqlite::DataDirectory directory,
                 const sqlite::SqliteDatabase::Settings& settings);

    const std::string name_;
    const sqlite::DataDirectory directory_;
    sqlite::SqliteDatabase database_;
    const sql::Snapshot moment_;
};

class SqliteTarget final : public Target {
public:
    /// A new database in `directory`, which is made where it is missing.
    ///
    /// vfs     of SQLite, for the new file; empty: the system's
    /// errors  a sentence: there is one already, the directory is in use or cannot be written
    static base::Result<std::unique_ptr<Target>, std::string> open(const std::string& directory,
                                                                   sqlite::Disk& disk,
                                                                   const std::string& vfs = {});

    [[nodiscard]] const std::string& name() const override { return name_; }
    [[nodiscard]] sql::Database& database() override { return *database_; }
    [[nodiscard]] std::optional<std::string> finish() override;

private:
    SqliteTarget(std::string name, sqlite::DataDirectory directory, sqlite::UnfinishedFile file,
                 sqlite::Disk& disk, const std::string& vfs);

    const std::string name_;
    const sqlite::DataDirectory directory_;
    sqlite::UnfinishedFile file_;
    sqlite::Disk& disk_;
    std::unique_ptr<sqlite::SqliteDatabase> database_;
};

}  // namespace store::transfer
