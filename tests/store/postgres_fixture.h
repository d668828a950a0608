/// PostgresFixture: what tests of the PostgreSQL store share: a server for all of them, and an empty database for each.
///
/// Thread:     the test's.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "store/migrations/postgres.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/schema.h"
#include "store/postgres/settings.h"
#include "store/sql/failure.h"
#include "support/postgres_server.h"

namespace store {

/// Of a new database on the shared server, without any table.
inline postgres::Settings new_postgres_database() {
    static std::atomic<int> made{0};
    const std::string name = "test" + std::to_string(++made);
    postgres::PostgresDatabase server(
        {.address = support::PostgresServer::shared().address("postgres")});
    server.execute(("CREATE DATABASE " + name).c_str());
    return {.address = support::PostgresServer::shared().address(name)};
}

/// A database that is emptied again and again, and the connection that does it.
class EmptiedDatabase {
public:
    EmptiedDatabase() {
        if (postgres::migrate(*database_, migrations::postgres()) != postgres::SchemaState::good) {
            ADD_FAILURE() << "no schema";
        }
        clear_ = database_->text(
            "SELECT string_agg(statement, ';') FROM ("
            "SELECT 'DELETE FROM ' || relname AS statement FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace "
            "AND relname NOT IN ('parlor_schema', 'probe', 'search_state') "
            "UNION ALL SELECT 'SELECT setval(' || quote_literal(sequencename) || ', ' || "
            "start_value "
            "|| ', false)' FROM pg_sequences WHERE schemaname = current_schema()) AS statements");
    }

    const postgres::Settings& empty() {
        try {
            database_->execute(clear_.c_str());
        } catch (const sql::Failure&) {  // a test has ended all connections
            database_ = std::make_unique<postgres::PostgresDatabase>(settings_);
            database_->execute(clear_.c_str());
        }
        return settings_;
    }

private:
    postgres::Settings settings_ = new_postgres_database();
    std::unique_ptr<postgres::PostgresDatabase> database_ =
        std::make_unique<postgres::PostgresDatabase>(settings_);
    std::string clear_;
};

/// Of a database that has the schema and no rows, as a store meets it at its first start. It is the same each time, so a
/// store that another test has on it must be gone. Emptying takes a few milliseconds, making one a hundred times that.
inline const postgres::Settings& empty_postgres_database() {
    static EmptiedDatabase database;
    return database.empty();
}

}  // namespace store
