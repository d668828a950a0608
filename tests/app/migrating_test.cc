#include "app/migrating.h"

#include <gmock/gmock.h>

#include <string>

#include "app/config.h"
#include "store/transfer/migrate_store.h"

namespace {

using app::Command;
using app::StartError;
using store::transfer::Direction;
using testing::HasSubstr;
using testing::Not;

const std::string kDatabase = "postgres://parlor:secret@db.example/parlor";

Command command(const std::string& from, const std::string& to,
                const std::string& store = "sqlite") {
    Command command;
    command.from = from;
    command.to = to;
    command.config.store = store;
    command.config.data = "d";
    return command;
}

std::string refusal(const Command& command) {
    try {
        (void)app::migration_of(command);
    } catch (const StartError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Migrating, the_two_ends_say_which_way_it_goes) {
    const auto there = app::migration_of(command("sqlite", kDatabase));
    EXPECT_EQ(there.direction, Direction::sqlite_to_postgres);
    EXPECT_EQ(there.directory, "d");
    EXPECT_EQ(there.postgres.address, kDatabase);
    const auto back = app::migration_of(command(kDatabase, "sqlite"));
    EXPECT_EQ(back.direction, Direction::postgres_to_sqlite);
    EXPECT_EQ(back.directory, "d");
    EXPECT_EQ(back.postgres.address, kDatabase);
}

TEST(Migrating, an_end_that_is_left_out_is_the_configured_store) {
    EXPECT_EQ(app::migration_of(command("sqlite", "", kDatabase)).postgres.address, kDatabase);
    EXPECT_EQ(app::migration_of(command("", kDatabase)).direction, Direction::sqlite_to_postgres);
    EXPECT_EQ(app::migration_of(command("", "sqlite", kDatabase)).direction,
              Direction::postgres_to_sqlite);
}

TEST(Migrating, two_ends_of_one_kind_are_refused) {
    for (const Command& same : {command("", ""), command("sqlite", "sqlite"), command("sqlite", ""),
                                command(kDatabase, kDatabase), command("", kDatabase, kDatabase)}) {
        EXPECT_THAT(refusal(same), HasSubstr("One end must be sqlite and the other PostgreSQL"));
        EXPECT_THAT(refusal(same), Not(HasSubstr("secret")));
    }
}

TEST(Migrating, what_is_no_store_is_refused_and_not_repeated) {
    for (const std::string& wrong :
         {std::string("mysql://a:secret@b"), std::string("SQLite"), std::string("parlor.db")}) {
        EXPECT_THAT(
            refusal(command("sqlite", wrong)),
            testing::AllOf(HasSubstr("must be sqlite, or the URL"), Not(HasSubstr("secret"))));
    }
}

}  // namespace
