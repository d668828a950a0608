/// SqliteEngine: connections to the files of a data directory.
///
/// Thread:     any.
/// Owns:       the directory and its lock.
#pragma once

#include <memory>

#include "base/log.h"
#include "store/metrics.h"
#include "store/sql/database.h"
#include "store/sql/engine.h"
#include "store/sql/upkeep.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

class SqliteEngine final : public sql::Engine {
public:
    SqliteEngine(DataDirectory directory, const Options& options);

    [[nodiscard]] std::unique_ptr<sql::Database> connect_to_write() const override;
    [[nodiscard]] std::unique_ptr<sql::Database> connect_to_read() const override;
    [[nodiscard]] std::unique_ptr<sql::Upkeep> upkeep(base::Log& log,
                                                      Metrics& metrics) const override;

    [[nodiscard]] const SqliteDatabase::Settings& writing() const { return writing_; }
    [[nodiscard]] const SqliteDatabase::Settings& reading() const { return reading_; }
    [[nodiscard]] const SqliteDatabase::Settings& search() const { return search_; }

private:
    DataDirectory directory_;
    SqliteDatabase::Settings writing_;
    SqliteDatabase::Settings reading_;
    SqliteDatabase::Settings search_;
    Options options_;
};

}  // namespace store::sqlite
