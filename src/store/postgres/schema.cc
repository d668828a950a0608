#include "store/postgres/schema.h"

#include <fmt/format.h>

#include <span>
#include <string>

#include "store/migrations/migration.h"
#include "store/postgres/advisory_locks.h"
#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/sql/statement.h"

namespace store::postgres {
namespace {

/// Within a transaction: runs the next step. returns  whether there was one
bool step_on(sql::Database& database, std::span<const migrations::Migration> steps,
             SchemaState& state) {
    database.execute(fmt::format("SELECT pg_advisory_xact_lock({})", kSchemaLock).c_str());
    const int version = version_of(database);
    if (version == 0 && database.number("SELECT count(*) FROM pg_class WHERE relkind = 'r' "
                                        "AND relnamespace = current_schema()::regnamespace") != 0) {
        state = SchemaState::foreign;
        return false;
    }
    if (version > steps.back().version) {
        state = SchemaState::newer;
        return false;
    }
    for (const migrations::Migration& step : steps) {
        if (step.version <= version) continue;
        database.execute(step.sql);
        database.execute(
            "CREATE TABLE IF NOT EXISTS parlor_schema (version BIGINT PRIMARY KEY, name TEXT NOT "
            "NULL)");
        sql::Statement(database, "INSERT INTO parlor_schema (version, name) VALUES (?1, ?2)")
            .send(step.version, step.name);
        return true;
    }
    return false;
}

}  // namespace

int version_of(sql::Database& database) {
    if (database.number("SELECT count(to_regclass('parlor_schema'))") == 0) return 0;
    return static_cast<int>(database.number("SELECT max(version) FROM parlor_schema"));
}

SchemaState migrate(sql::Database& database, std::span<const migrations::Migration> steps) {
    SchemaState state = SchemaState::good;
    bool has_more = true;
    while (has_more) {
        database.begin();
        try {
            has_more = step_on(database, steps, state);
            database.commit();
        } catch (const sql::Failure&) {
            database.roll_back();
            throw;
        }
    }
    return state;
}

SchemaState migrate_within(sql::Database& database, std::span<const migrations::Migration> steps) {
    SchemaState state = SchemaState::good;
    while (step_on(database, steps, state)) {
    }
    return state;
}

std::string sentence_of(SchemaState state, const std::string& where) {
    switch (state) {
        case SchemaState::good:
            return {};
        case SchemaState::newer:
            return fmt::format(
                "the database {} was written by a newer Parlor; run that one, or give this one "
                "another database",
                where);
        case SchemaState::foreign:
            return fmt::format(
                "the database {} has tables that are not Parlor's; give Parlor a database, or a "
                "schema (search_path), of its own",
                where);
    }
    return {};
}

}  // namespace store::postgres
