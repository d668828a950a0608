/// Migrating: `parlor migrate-store`, with one sentence about what was done.
///
/// Thread:     main.
/// Elsewhere:  the work is store/transfer/migrate_store.h.
#pragma once

#include <string>

#include "app/config.h"
#include "store/transfer/migrate_store.h"

namespace app {

/// From where to where, as the command says it: of --from and --to one may be left out, then it is the configured store.
///
/// errors  StartError, without an address in it, which may hold a password
[[nodiscard]] store::transfer::MigrationRequest migration_of(const Command& command);

/// Does it, and tells on standard error how far it is.
///
/// errors  StartError with what to do about it
std::string migrate_store(const Command& command);

}  // namespace app
