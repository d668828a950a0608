/// The schema of the SQLite store, step by step.
///
/// Thread:     any.
/// Elsewhere:  sqlite/schema.h runs the steps that a database lacks.
#pragma once

#include <span>

#include "store/migrations/migration.h"

namespace store::migrations {

/// Versions 1, 2, 3 ... in order.
[[nodiscard]] std::span<const Migration> sqlite();

}  // namespace store::migrations
