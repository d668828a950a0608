#include "store/sqlite/schema.h"

#include <fmt/format.h>

#include <cstdint>
#include <span>

#include "store/migrations/migration.h"
#include "store/sql/failure.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

int version_of(SqliteDatabase& database) {
    return static_cast<int>(database.number("PRAGMA user_version"));
}

SchemaState inspect(SqliteDatabase& database, std::span<const migrations::Migration> steps) {
    const std::int64_t application = database.number("PRAGMA application_id");
    const bool is_empty = database.number("SELECT count(*) FROM sqlite_schema") == 0;
    if (application != kApplicationId && !(application == 0 && is_empty)) {
        return SchemaState::foreign;
    }
    return version_of(database) > steps.back().version ? SchemaState::newer : SchemaState::good;
}

void migrate(SqliteDatabase& database, std::span<const migrations::Migration> steps) {
    const int version = version_of(database);
    for (const migrations::Migration& step : steps) {
        if (step.version <= version) continue;
        database.execute("BEGIN IMMEDIATE");
        try {
            database.execute(step.sql);
            database.execute(
                fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT",
                            kApplicationId, step.version)
                    .c_str());
        } catch (const sql::Failure&) {
            if (database.is_in_transaction()) database.execute("ROLLBACK");
            throw;
        }
    }
}

}  // namespace store::sqlite
