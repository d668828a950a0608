#include "store/sqlite/wal_keeper.h"

#include <cstdint>

#include "base/log.h"
#include "store/metrics.h"
#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {
namespace {

constexpr std::uint64_t kFrameHeaderBytes = 24;  // SQLite file format §4.1

}  // namespace

WalKeeper::WalKeeper(const SqliteDatabase::Settings& settings, const Options& options,
                     base::Log& log, Metrics& metrics)
    : checkpoint_bytes_(options.wal_checkpoint_bytes),
      bytes_max_(options.wal_bytes_max),
      patience_(options.wal_patience),
      metrics_(metrics),
      frame_bytes_(static_cast<std::uint64_t>(SqliteDatabase(settings).number("PRAGMA page_size")) +
                   kFrameHeaderBytes),
      late_at_bytes_(2 * bytes_max_),
      checkpointer_(settings, log, metrics) {}

std::uint64_t WalKeeper::bytes_of(const SqliteDatabase& database) const {
    return database.wal_pages() * frame_bytes_;
}

void WalKeeper::committed(sql::Database& database) {
    const auto bytes = bytes_of(static_cast<const SqliteDatabase&>(database));
    metrics_.wal_bytes.set(static_cast<std::int64_t>(bytes));
    is_wal_copied_ = false;
}

void WalKeeper::after_batch(sql::Database* database) {
    if (database == nullptr) return;
    auto& connection = *static_cast<SqliteDatabase*>(database);
    const std::uint64_t bytes = bytes_of(connection);
    const bool has_started_over = bytes < asked_at_bytes_;
    if (has_started_over) {
        asked_at_bytes_ = 0;
        late_at_bytes_ = 2 * bytes_max_;
    }
    // In steps, so that a page which many commits write is copied once for all of them.
    const bool is_due = bytes >= asked_at_bytes_ + checkpoint_bytes_;
    if (is_due) {
        asked_at_bytes_ = bytes;
        checkpointer_.wake();
    }
    if (bytes >= late_at_bytes_)
        finish(connection, bytes);
    else if (bytes >= bytes_max_ && !is_due && !checkpointer_.is_busy())
        copy_rest(connection);
}

/// Only what came since the checkpointer's last time is left. Then the next commit starts the log over, if nobody reads
/// from it just then.
void WalKeeper::copy_rest(SqliteDatabase& database) {
    try {
        database.checkpoint();
        metrics_.checkpoints.add();
    } catch (const sql::Failure& failure) {
        on_failure(failure);
    }
}

/// A thread that stands still while it copies or reads keeps the log from starting over, as long as a busy machine
/// leaves it standing: the writer writes nothing more until it is through. Who reads for long is not waited for each time.
void WalKeeper::finish(SqliteDatabase& database, std::uint64_t bytes) {
    checkpointer_.wait_until_done();
    try {
        database.finish_wal(patience_);
        metrics_.checkpoints.add();
    } catch (const sql::Failure& failure) {
        late_at_bytes_ = bytes + bytes_max_;
        on_failure(failure);
    }
}

void WalKeeper::on_failure(const sql::Failure& failure) {
    if (!failure.is_busy()) metrics_.checkpoint_failures.add();
}

bool WalKeeper::use_idle_time() {
    if (is_wal_copied_) return false;
    is_wal_copied_ = true;
    checkpointer_.wake();
    return true;
}

}  // namespace store::sqlite
