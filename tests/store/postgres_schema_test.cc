#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "store/migrations/migration.h"
#include "store/migrations/postgres.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/schema.h"
#include "store/postgres/settings.h"
#include "store/postgres_fixture.h"
#include "store/sql/failure.h"

namespace store {
namespace {

using migrations::Migration;
using postgres::migrate;
using postgres::PostgresDatabase;
using postgres::SchemaState;

TEST(PostgresSchema, an_empty_database_gets_all_of_it_and_nothing_the_second_time) {
    PostgresDatabase database(new_postgres_database());
    EXPECT_EQ(postgres::version_of(database), 0);
    EXPECT_EQ(migrate(database, migrations::postgres()), SchemaState::good);
    EXPECT_EQ(postgres::version_of(database), migrations::postgres().back().version);
    database.execute("INSERT INTO settings VALUES ('a', 'b')");
    EXPECT_EQ(migrate(database, migrations::postgres()), SchemaState::good);
    EXPECT_EQ(database.text("SELECT value FROM settings"), "b");
}

TEST(PostgresSchema, many_programs_may_bring_it_there_at_once) {
    const postgres::Settings settings = new_postgres_database();
    constexpr std::size_t kPrograms = 4;
    std::array<SchemaState, kPrograms> states{};
    states.fill(SchemaState::foreign);
    std::vector<std::thread> programs;
    for (SchemaState& state : states) {
        programs.emplace_back([&settings, &state] {
            PostgresDatabase database(postgres::without_hurry(settings));
            state = migrate(database, migrations::postgres());
        });
    }
    for (std::thread& program : programs)
        program.join();
    for (const SchemaState state : states)
        EXPECT_EQ(state, SchemaState::good);
    PostgresDatabase database(settings);
    EXPECT_EQ(database.number("SELECT count(*) FROM parlor_schema"), 1);
}

TEST(PostgresSchema, steps_come_one_after_another) {
    PostgresDatabase database(new_postgres_database());
    const std::array<Migration, 2> steps = {
        Migration{.version = 13, .name = "one", .sql = "CREATE TABLE a (x BIGINT)"},
        Migration{.version = 14, .name = "two", .sql = "INSERT INTO a VALUES (7)"}};
    EXPECT_EQ(migrate(database, std::span(steps).first(1)), SchemaState::good);
    EXPECT_EQ(postgres::version_of(database), 13);
    EXPECT_EQ(migrate(database, steps), SchemaState::good);
    EXPECT_EQ(postgres::version_of(database), 14);
    EXPECT_EQ(database.number("SELECT x FROM a"), 7);
}

TEST(PostgresSchema, a_newer_one_is_refused_and_nothing_is_touched) {
    PostgresDatabase database(new_postgres_database());
    const std::array<Migration, 1> newer = {
        Migration{.version = 99, .name = "later", .sql = "CREATE TABLE later (x BIGINT)"}};
    ASSERT_EQ(migrate(database, newer), SchemaState::good);
    EXPECT_EQ(migrate(database, migrations::postgres()), SchemaState::newer);
    EXPECT_EQ(database.number("SELECT count(to_regclass('rooms'))"), 0);
    EXPECT_NE(postgres::sentence_of(SchemaState::newer, "postgres://db/x").find("newer Parlor"),
              std::string::npos);
}

TEST(PostgresSchema, a_database_of_something_else_is_refused_and_nothing_is_touched) {
    PostgresDatabase database(new_postgres_database());
    database.execute("CREATE TABLE rooms (x BIGINT)");
    EXPECT_EQ(migrate(database, migrations::postgres()), SchemaState::foreign);
    EXPECT_EQ(database.number("SELECT count(to_regclass('users'))"), 0);
    EXPECT_NE(
        postgres::sentence_of(SchemaState::foreign, "postgres://db/x").find("postgres://db/x"),
        std::string::npos);
}

TEST(PostgresSchema, a_step_that_fails_leaves_nothing) {
    PostgresDatabase database(new_postgres_database());
    const std::array<Migration, 1> broken = {
        Migration{.version = 13,
                  .name = "broken",
                  .sql = "CREATE TABLE a (x BIGINT); INSERT INTO a VALUES (1), ('no number')"}};
    EXPECT_THROW(static_cast<void>(migrate(database, broken)), sql::Failure);
    EXPECT_EQ(postgres::version_of(database), 0);
    EXPECT_EQ(database.number("SELECT count(to_regclass('a'))"), 0);
    EXPECT_EQ(migrate(database, migrations::postgres()), SchemaState::good);
}

TEST(PostgresSchema, text_is_ordered_by_its_octets_whatever_the_database_thinks) {
    PostgresDatabase database(empty_postgres_database());
    EXPECT_EQ(database.text("SELECT 'B' < 'a' COLLATE \"C\""), "\1");
    EXPECT_EQ(database.text("SELECT string_agg(attname, ' ') FROM pg_attribute a "
                            "JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' "
                            "AND c.relnamespace = current_schema()::regnamespace "
                            "WHERE a.attcollation = 'default'::regcollation AND attnum > 0 "
                            "AND c.relname <> 'parlor_schema'"),
              "");
}

}  // namespace
}  // namespace store
