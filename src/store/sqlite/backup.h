/// Backup: one file with everything that a data directory keeps, made while its server runs, or while none does.
///
/// Thread:     main. Blocks in the disk.
/// Invariant:  the file is there whole or not at all; what was acknowledged before the call is in it.
/// Elsewhere:  how it is copied and checked: database_copy.h. The way back: restore.h.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/database_copy.h"
#include "store/sqlite/disk.h"

namespace store::sqlite {

struct BackupRequest {
    std::string directory;  ///< with the data
    std::string target;     ///< the file to make
    Disk::Replace replace = Disk::Replace::never;
};

struct BackedUp {
    std::string source;
    std::uint64_t bytes = 0;
};

/// errors  as DatabaseCopy's; target_exists unless it may be replaced
base::Result<BackedUp, CopyRefusal> back_up(const BackupRequest& request, Disk& disk,
                                            const CopyOptions& options = {});

}  // namespace store::sqlite
