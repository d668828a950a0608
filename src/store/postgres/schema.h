/// Schema: brings a PostgreSQL database to the version that this program knows.
///
/// Thread:     the connection's, at start. Any number of programs may do it at once.
/// Invariant:  each step is one transaction: a database has a version's schema whole or not at all.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "store/migrations/migration.h"
#include "store/sql/database.h"

namespace store::postgres {

enum class SchemaState : std::uint8_t {
    good,
    newer,    ///< made by a program that knows more steps
    foreign,  ///< there are tables, and they are not Parlor's
};

/// The version of the database's schema; 0: it is empty. Throws sql::Failure.
[[nodiscard]] int version_of(sql::Database& database);

/// Runs the steps that it lacks; of a database that is not good, nothing is touched. Throws sql::Failure.
SchemaState migrate(sql::Database& database, std::span<const migrations::Migration> steps);

/// The same within the caller's transaction, which then holds off all others that would do it.
SchemaState migrate_within(sql::Database& database, std::span<const migrations::Migration> steps);

/// What is wrong and what to do about it. `where` is the database as people may see it (settings.h). Empty: nothing is.
[[nodiscard]] std::string sentence_of(SchemaState state, const std::string& where);

}  // namespace store::postgres
