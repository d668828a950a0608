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
      metrics_(metrics),
      frame_bytes_(static_cast<std::uint64_t>(SqliteDatabase(settings).number("PRAGMA page_size")) +
                   kFrameHeaderBytes),
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
    auto* const connection = static_cast<SqliteDatabase*>(database);
    const std::uint64_t bytes = connection == nullptr ? 0 : bytes_of(*connection);
    if (bytes < asked_at_bytes_) asked_at_bytes_ = 0;  // the log has started over
    // In steps, so that a page which many commits write is copied once for all of them.
    const bool is_due = bytes >= asked_at_bytes_ + checkpoint_bytes_;
    if (is_due) {
        asked_at_bytes_ = bytes;
        checkpointer_.wake();
    }
    const bool is_late = bytes >= 2 * bytes_max_;
    if (!is_late && (bytes < bytes_max_ || is_due || checkpointer_.is_busy())) return;
    // Beside one that stands still in the middle, nobody else can copy, and the log would grow as long as it does.
    if (is_late) checkpointer_.wait_until_done();

    // Only what came since the checkpointer's last time is left. Then the next commit starts the log over.
    try {
        if (connection != nullptr) connection->checkpoint();
        metrics_.checkpoints.add();
    } catch (const sql::Failure& failure) {
        if (failure.is_busy()) return;  // the checkpointer is at it
        metrics_.checkpoint_failures.add();
    }
}

bool WalKeeper::use_idle_time() {
    if (is_wal_copied_) return false;
    is_wal_copied_ = true;
    checkpointer_.wake();
    return true;
}

}  // namespace store::sqlite
