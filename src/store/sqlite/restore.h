/// Restore: puts a backup in the place of a data directory's database.
///
/// Thread:     main. Blocks in the disk.
/// Owns:       the data directory's lock, while it works.
/// Invariant:  whenever it ends, however it ends, the directory has the old database or the new one, whole.
/// Elsewhere:  how the backup is read and checked: database_copy.h. An older schema is migrated at the next start.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/database_copy.h"
#include "store/sqlite/disk.h"

namespace store::sqlite {

struct RestoreRequest {
    std::string directory;  ///< for the data; made where it is missing
    std::string source;     ///< the backup
    Disk::Replace replace = Disk::Replace::never;
};

struct Restored {
    std::uint64_t bytes = 0;
    int version = 0;        ///< of the backup's schema
    std::string kept_as{};  ///< the database that was there before; empty: there was none
};

/// Reads the backup, checks it, and puts it in place. A database that is there already is refused, or with `replace`
/// kept beside, under a name with the time.
///
/// errors  as DatabaseCopy's; source_newer; target_exists; in_use, also by a running server
base::Result<Restored, CopyRefusal> restore(const RestoreRequest& request, Disk& disk,
                                            const base::Clock& clock,
                                            const CopyOptions& options = {});

}  // namespace store::sqlite
