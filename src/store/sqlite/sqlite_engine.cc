#include "store/sqlite/sqlite_engine.h"

#include <memory>
#include <utility>

#include "base/log.h"
#include "store/metrics.h"
#include "store/sql/database.h"
#include "store/sql/upkeep.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite/wal_keeper.h"

namespace store::sqlite {

SqliteEngine::SqliteEngine(DataDirectory directory, const Options& options)
    : directory_(std::move(directory)),
      writing_{.file = directory_.database_file(),
               .vfs = options.vfs,
               .cache_bytes_max = options.writer_cache_bytes_max,
               .wal_bytes_max = options.wal_bytes_max,
               .lock_patience = options.lock_patience},
      reading_(writing_),
      search_{.file = directory_.search_file(),
              .vfs = options.search_vfs,
              .cache_bytes_max = options.index_cache_bytes_max,
              .wal_bytes_max = options.wal_bytes_max,
              .lock_patience = options.lock_patience},
      options_(options) {
    reading_.cache_bytes_max = options.reader_cache_bytes_max;
}

std::unique_ptr<sql::Database> SqliteEngine::connect_to_write() const {
    return std::make_unique<SqliteDatabase>(writing_);
}

std::unique_ptr<sql::Database> SqliteEngine::connect_to_read() const {
    auto database = std::make_unique<SqliteDatabase>(reading_);
    database->refuse_writes();
    return database;
}

std::unique_ptr<sql::Upkeep> SqliteEngine::upkeep(base::Log& log, Metrics& metrics) const {
    return std::make_unique<WalKeeper>(writing_, options_, log, metrics);
}

}  // namespace store::sqlite
