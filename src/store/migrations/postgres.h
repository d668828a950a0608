/// The schema of the PostgreSQL store, step by step.
///
/// Thread:     any.
/// Invariant:  a version means the same tables and columns as SQLite's of that number (sqlite.h); only the search index
///             differs.
/// Elsewhere:  postgres/schema.h runs the steps that a database lacks.
#pragma once

#include <span>

#include "store/migrations/migration.h"

namespace store::migrations {

/// In order, the first of them the whole schema as it was when this store began.
[[nodiscard]] std::span<const Migration> postgres();

}  // namespace store::migrations
