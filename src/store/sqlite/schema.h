/// Schema: brings a database to the version that this program knows.
///
/// Thread:     the connection's, at start.
/// Invariant:  each step is one transaction: a database has a version's schema whole or not at all.
#pragma once

#include <span>

#include "store/migrations/migration.h"

namespace store::sqlite {

class SqliteDatabase;

/// PRAGMA application_id of Parlor's databases: "Prlr".
inline constexpr int kApplicationId = 0x50726C72;

enum class SchemaState { good, newer, foreign };

/// How a database stands to `steps`. An empty one is good. Throws Failure.
///
/// returns  newer    made by a program that knows more steps
///          foreign  no database of Parlor
[[nodiscard]] SchemaState inspect(SqliteDatabase& database,
                                  std::span<const migrations::Migration> steps);

/// PRAGMA user_version. Throws Failure.
[[nodiscard]] int version_of(SqliteDatabase& database);

/// Runs the steps that it lacks. Throws Failure.
void migrate(SqliteDatabase& database, std::span<const migrations::Migration> steps);

}  // namespace store::sqlite
