/// WalKeeper: keeps the write-ahead log small while the writer writes.
///
/// Thread:     the writer's; made and ended by main.
/// Owns:       the checkpointer and its thread.
#pragma once

#include <cstdint>

#include "base/log.h"
#include "store/metrics.h"
#include "store/sql/database.h"
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

    const std::uint64_t checkpoint_bytes_;
    const std::uint64_t bytes_max_;
    Metrics& metrics_;
    std::uint64_t frame_bytes_;         // of one page in the write-ahead log
    std::uint64_t asked_at_bytes_ = 0;  // size of the log when the checkpointer was last asked
    bool is_wal_copied_ = false;        // as far as idle time cares
    Checkpointer checkpointer_;
};

}  // namespace store::sqlite
