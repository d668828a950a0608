/// WalKeeper: keeps the write-ahead log small while the writer writes.
///
/// Thread:     the writer's; made and ended by main.
/// Owns:       the checkpointer and its thread.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "base/log.h"
#include "store/metrics.h"
#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/sql/upkeep.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

class WalKeeper final : public sql::Upkeep {
public:
    /// Throws Failure.
    WalKeeper(const SqliteDatabase::Settings& settings, const Options& options, base::Log& log,
              Metrics& metrics);

    void committed(sql::Database& database) override;
    void after_batch(sql::Database* database) override;
    bool use_idle_time() override;

private:
    [[nodiscard]] std::uint64_t bytes_of(const SqliteDatabase& database) const;
    void copy_rest(SqliteDatabase& database);
    void finish(SqliteDatabase& database, std::uint64_t bytes);
    void on_failure(const sql::Failure& failure);

    const std::uint64_t checkpoint_bytes_;
    const std::uint64_t bytes_max_;
    const base::Milliseconds patience_;
    Metrics& metrics_;
    std::uint64_t frame_bytes_;         // of one page in the write-ahead log
    std::uint64_t asked_at_bytes_ = 0;  // size of the log when the checkpointer was last asked
    std::uint64_t late_at_bytes_;  // from here on the writer waits until the log can start over
    bool is_wal_copied_ = false;   // as far as idle time cares
    Checkpointer checkpointer_;
};

}  // namespace store::sqlite
