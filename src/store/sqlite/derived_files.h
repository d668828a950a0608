/// DerivedFiles: what a server makes anew from its database when it is missing.
///
/// Thread:     main. Blocks in the disk.
/// Owns:       nothing.
#pragma once

#include <optional>
#include <string>

#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/disk.h"

namespace store::sqlite {

/// Removes them from a data directory: what was derived from one database must not meet another.
///
/// errors  failed
std::optional<CopyRefusal> remove_derived(const std::string& directory, Disk& disk);

}  // namespace store::sqlite
