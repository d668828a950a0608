// The list of what is copied says all that the schemas have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/migrations/postgres.h"
#include "store/migrations/sqlite.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres_fixture.h"
#include "store/sql/database.h"
#include "store/sql/statement.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_database.h"
#include "store/transfer/tables.h"
#include "support/temporary_directory.h"

namespace store::transfer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A table as a database says that it is: its columns with the letters of their types, and its key.
struct Described {
    std::map<std::string, char> columns;
    std::vector<std::string> key;
    std::set<std::string> nullable;
};
using Schema = std::map<std::string, Described>;

/// sql  gives table, column, type, place in the key or 0, and whether it may be NULL; the key's columns in their order
Schema schema_of(sql::Database& database, const char* sql,
                 const std::map<std::string, char>& types) {
    Schema schema;
    sql::Statement statement(database, sql);
    sql::Rows rows = statement.rows();
    while (rows.next()) {
        Described& table = schema[std::string(rows.text(0))];
        const std::string column(rows.text(1));
        const auto type = types.find(std::string(rows.text(2)));
        table.columns[column] = type == types.end() ? '?' : type->second;
        if (rows.integer(3) != 0) table.key.push_back(column);
        if (rows.integer(4) != 0) table.nullable.insert(column);
    }
    return schema;
}

Schema sqlite_schema() {
    const support::TemporaryDirectory folder;
    sqlite::SqliteDatabase database({.file = folder.path() + "/a.db", .vfs = {}});
    sqlite::migrate(database, migrations::sqlite());
    // Whoever is the row's number is never NULL, whatever it says.
    return schema_of(database,
                     "SELECT t.name, c.name, c.type, c.pk, c.\"notnull\" = 0 AND c.pk = 0 "
                     "FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
                     "WHERE t.type = 'table' ORDER BY t.name, c.pk",
                     {{"INTEGER", 'i'}, {"TEXT", 't'}, {"BLOB", 'b'}});
}

Schema postgres_schema() {
    postgres::PostgresDatabase database(empty_postgres_database());
    return schema_of(
        database,
        "SELECT t.relname::text, c.attname::text, format_type(c.atttypid, NULL), "
        "coalesce(array_position(k.indkey::int2[], c.attnum) + 1, 0)::bigint AS place, "
        "NOT c.attnotnull "
        "FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 "
        "AND NOT c.attisdropped "
        "LEFT JOIN pg_index k ON k.indrelid = t.oid AND k.indisprimary "
        "WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace "
        "ORDER BY t.relname, place",
        {{"bigint", 'i'}, {"text", 't'}, {"bytea", 'b'}});
}

Described listed(const Table& table) {
    Described described;
    for (const Column& column : table.columns)
        described.columns[std::string(column.name)] = column.type;
    for (const Column& column : table.key())
        described.key.emplace_back(column.name);
    return described;
}

/// Compares and takes out what is listed. returns  the tables that are left
std::vector<std::string> without_listed(Schema schema) {
    for (const Table& table : tables()) {
        SCOPED_TRACE(table.name);
        const auto found = schema.find(std::string(table.name));
        if (found == schema.end()) {
            ADD_FAILURE() << "no such table";
            continue;
        }
        const Described expected = listed(table);
        EXPECT_EQ(found->second.columns, expected.columns)
            << "a new column of a migration belongs into transfer/tables.cc";
        EXPECT_EQ(found->second.key, expected.key);
        EXPECT_THAT(found->second.nullable, IsEmpty()) << "a transfer knows no NULL";
        schema.erase(found);
    }
    std::vector<std::string> left;
    for (const auto& [name, described] : schema)
        left.push_back(name);
    return left;
}

TEST(TransferTables, are_all_that_sqlite_has_but_what_stays_behind) {
    EXPECT_THAT(without_listed(sqlite_schema()), ElementsAre("probe"))
        << "a new table of a migration belongs into transfer/tables.cc";
}

TEST(TransferTables, are_all_that_postgresql_has_but_what_stays_behind) {
    std::vector<std::string> behind;
    for (const std::string_view name : tables_left_behind())
        behind.emplace_back(name);
    std::ranges::sort(behind);
    EXPECT_EQ(without_listed(postgres_schema()), behind)
        << "a new table of a migration belongs into transfer/tables.cc";
}

TEST(TransferTables, are_of_schemas_of_one_version) {
    EXPECT_EQ(migrations::sqlite().back().version, migrations::postgres().back().version);
}

TEST(TransferTables, say_which_numbers_postgresql_gives) {
    postgres::PostgresDatabase database(empty_postgres_database());
    for (const Table& table : tables()) {
        sql::Statement statement(database,
                                 "SELECT attname::text FROM pg_attribute WHERE attidentity <> '' "
                                 "AND attrelid = CAST(CAST(?1 AS TEXT) AS regclass)");
        sql::Rows rows = statement.rows(table.name);
        std::vector<std::string> numbered;
        while (rows.next())
            numbered.emplace_back(rows.text(0));
        std::vector<std::string> expected;
        if (table.numbering == Table::Numbering::by_database) {
            expected.emplace_back(table.columns.front().name);
        }
        EXPECT_EQ(numbered, expected) << table.name;
    }
}

}  // namespace
}  // namespace store::transfer
