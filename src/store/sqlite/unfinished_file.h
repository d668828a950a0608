/// UnfinishedFile: a database that is made beside the place where it is to stand, as `<target>.partial`.
///
/// Thread:     main. Blocks in the disk.
/// Owns:       the file and its lock; both go with it, unless the process dies before: then the next one begins anew.
/// Invariant:  what carries the target's name was synced before.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/disk.h"

namespace store::sqlite {

class UnfinishedFile {
public:
    /// Makes it, empty and for this user only; what an interrupted one left goes.
    ///
    /// errors  target_unusable, in_use
    static base::Result<UnfinishedFile, CopyRefusal> claim(const std::string& target, Disk& disk);

    UnfinishedFile(UnfinishedFile&& other) noexcept;
    UnfinishedFile& operator=(UnfinishedFile&& other) = delete;
    ~UnfinishedFile();

    [[nodiscard]] std::string path() const { return target_ + ".partial"; }

    /// What was written to it stays when the power goes.
    ///
    /// errors  target_unusable
    std::optional<CopyRefusal> sync();

    /// Gives it the target's name, for good.
    ///
    /// errors  target_exists, target_unusable
    std::optional<CopyRefusal> publish(Disk::Replace replace);

private:
    UnfinishedFile(std::string target, Disk& disk) : target_(std::move(target)), disk_(&disk) {}

    std::optional<CopyRefusal> claim();
    void remove();

    std::string target_;
    Disk* disk_;
    int claim_ = -1;  // holds the lock
};

/// The files that SQLite may keep beside a database.
inline constexpr const char* kCompanions[] = {"-wal", "-shm", "-journal"};

}  // namespace store::sqlite
