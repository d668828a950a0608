/// migrate_store: moves all that a Parlor keeps from SQLite to PostgreSQL, or back: copied, compared, and only then there.
///
/// Thread:     main. Blocks in the disk and the network.
/// Invariant:  whatever interrupts it, the source is unchanged, and the target as it was or whole.
/// Elsewhere:  what is copied is tables.h; the search index is made anew by the server.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "store/postgres/settings.h"
#include "store/sqlite/disk.h"
#include "store/transfer/transfer.h"

namespace store::transfer {

enum class Direction : std::uint8_t { sqlite_to_postgres, postgres_to_sqlite };

struct MigrationRequest {
    Direction direction = Direction::sqlite_to_postgres;
    std::string directory;  ///< with the SQLite database, or for it
    postgres::Settings postgres;
    std::string sqlite_vfs{};  ///< of a new SQLite database; empty: the system's
};

struct Migrated {
    Transferred what;
    std::string from;  ///< as people may see it
    std::string to;    ///< the same
};

/// errors  a sentence that says what is wrong and what to do about it
base::Result<Migrated, std::string> migrate_store(const MigrationRequest& request,
                                                  sqlite::Disk& disk, const OnProgress& on_progress,
                                                  const CopyBounds& bounds = {});

}  // namespace store::transfer
