/// DatabaseCopy: one consistent, compact, checked file with all that a database holds, be it in use or not.
///
/// Thread:     main. Blocks in the disk.
/// Owns:       the unfinished file beside the target (unfinished_file.h).
/// Invariant:  what carries the target's name is whole: copied of one moment, synced and checked.
/// Elsewhere:  what it is for, and where the copy goes: backup.h, restore.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "base/sizes.h"
#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/disk.h"
#include "store/sqlite/unfinished_file.h"

namespace store::sqlite {

using base::literals::operator""_MiB;

struct CopyOptions {
    /// The source's write-ahead log, which cannot start over while it is copied from. Over: given up.
    std::uint64_t wal_bytes_max = 2'048_MiB;
    std::uint32_t step_pages = 4'096;  ///< copied between two looks at that log
    base::Milliseconds lock_patience{10'000};
    std::string target_vfs;  ///< of SQLite; empty: the system's
};

class DatabaseCopy {
public:
    /// Copies `source` into `<target>.partial`, beside the target, for this user only, and checks it. A running
    /// server goes on writing meanwhile; the copy is of the moment at which the call began.
    ///
    /// errors  source_missing, source_foreign, source_damaged, target_unusable, in_use, log_too_long, failed
    static base::Result<DatabaseCopy, CopyRefusal> make(const std::string& source,
                                                        const std::string& target, Disk& disk,
                                                        const CopyOptions& options);

    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    [[nodiscard]] int version() const { return version_; }  ///< of the schema

    /// Gives it the target's name, for good.
    ///
    /// errors  target_exists, failed
    std::optional<CopyRefusal> publish(Disk::Replace replace) { return file_.publish(replace); }

private:
    explicit DatabaseCopy(UnfinishedFile file) : file_(std::move(file)) {}

    /// Throws Failure.
    std::optional<CopyRefusal> fill(const std::string& source, const CopyOptions& options);

    UnfinishedFile file_;
    std::uint64_t bytes_ = 0;
    int version_ = 0;
};

}  // namespace store::sqlite
