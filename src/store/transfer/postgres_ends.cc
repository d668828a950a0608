#include "store/transfer/postgres_ends.h"

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "store/migrations/postgres.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/schema.h"
#include "store/postgres/settings.h"
#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/transfer/ends.h"
#include "store/transfer/tables.h"
#include "store/transfer/transfer.h"
#include "store/transfer/version_fault.h"

namespace store::transfer {

using base::fail;
using postgres::PostgresDatabase;
using postgres::Settings;
using Fate = sql::Database::Fate;

namespace {

/// Its patience is for nodes that were just stopped, and whose connections are about to end.
Settings of_transfer(const Settings& given, Settings::Access access) {
    Settings settings = postgres::without_hurry(given);
    settings.lock_patience = given.lock_patience;
    settings.presence = Settings::Presence::alone;
    settings.access = access;
    return settings;
}

Settings of_witness(const Settings& given) {
    Settings settings = postgres::without_hurry(given);
    settings.presence = Settings::Presence::unnoticed;
    settings.access = Settings::Access::read;
    return settings;
}

/// Tables are read in the order of their keys, some rows at a time: never by gathering and sorting what is left.
PostgresDatabase& with_plans(PostgresDatabase& database) {
    database.execute("SET enable_sort = off; SET enable_bitmapscan = off");
    return database;
}

std::string sentence_of(const sql::Failure& failure, const std::string& where) {
    if (failure.is_busy()) {
        return fmt::format(
            "A Parlor runs with the database {}, or another `parlor migrate-store` does. Stop all "
            "its nodes, then run this again.",
            where);
    }
    return fmt::format(
        "Cannot use the database {}: {}. Look whether the server runs and whether this one may "
        "come in.",
        where, failure.what());
}

/// Why it is not read; empty: it is good. Throws sql::Failure.
std::string fault_of(sql::Database& database, const std::string& where) {
    const int version = postgres::version_of(database);
    const int known = migrations::postgres().back().version;
    if (version == 0) {
        return fmt::format("The database {} holds no Parlor. Look at what --from names.", where);
    }
    return version_fault("The database " + where, version, known);
}

}  // namespace

base::Result<std::unique_ptr<Source>, std::string> PostgresSource::open(const Settings& settings) {
    auto where = postgres::shown(settings.address);
    if (!where) return fail(std::move(where.error()));
    try {
        auto source = std::unique_ptr<PostgresSource>(new PostgresSource(*where, settings));
        if (std::string fault = fault_of(source->database_, *where); !fault.empty()) {
            return fail(std::move(fault));
        }
        return source;
    } catch (const sql::Failure& failure) {
        return fail(sentence_of(failure, *where));
    }
}

PostgresSource::PostgresSource(std::string name, const Settings& settings)
    : name_(std::move(name)),
      database_(of_transfer(settings, Settings::Access::read)),
      moment_(with_plans(database_)) {}

base::Result<std::unique_ptr<Target>, std::string> PostgresTarget::open(const Settings& settings) {
    auto where = postgres::shown(settings.address);
    if (!where) return fail(std::move(where.error()));
    try {
        auto target = std::unique_ptr<PostgresTarget>(new PostgresTarget(*where, settings));
        if (auto fault = target->prepare()) return fail(*std::move(fault));
        return target;
    } catch (const sql::Failure& failure) {
        return fail(sentence_of(failure, *where));
    }
}

PostgresTarget::PostgresTarget(std::string name, const Settings& settings)
    : name_(std::move(name)),
      witness_(of_witness(settings)),
      database_(of_transfer(settings, Settings::Access::write)) {
    with_plans(database_);
}

PostgresTarget::~PostgresTarget() {
    database_.roll_back();
}

std::optional<std::string> PostgresTarget::prepare() {
    database_.begin();
    const auto state = postgres::migrate_within(database_, migrations::postgres());
    if (state != postgres::SchemaState::good) return postgres::sentence_of(state, name_);
    if (const auto occupied = find_occupied(database_)) {
        return fmt::format(
            "The database {} holds data already: its table {} is not empty. Give an empty one, as "
            "createdb makes it.",
            name_, *occupied);
    }
    // What a server makes at its first start: an empty room, and an index of nothing. The index is made from nothing again.
    database_.execute(
        "DELETE FROM rooms; TRUNCATE search_messages, search_names, search_marks; "
        "UPDATE search_state SET version = 0, behind = 0");
    return std::nullopt;
}

std::optional<std::string> PostgresTarget::finish() {
    number_on();
    return commit();
}

/// The numbers that the database gives go on after those that were copied. Unlike setval(), this goes with the transaction.
void PostgresTarget::number_on() {
    for (const Table& table : tables()) {
        if (table.numbering != Table::Numbering::by_database) continue;
        const std::string key = names_of(table.key());
        const std::string question =
            fmt::format("SELECT coalesce(max({}), 0) FROM {}", key, table.name);
        const std::int64_t last = database_.number(question.c_str());
        database_.execute(
            fmt::format("ALTER TABLE {} ALTER COLUMN {} RESTART WITH {}", table.name, key, last + 1)
                .c_str());
    }
}

std::optional<std::string> PostgresTarget::commit() {
    try {
        database_.commit();
        return std::nullopt;
    } catch (const sql::Failure&) {
        if (database_.doubtful().empty()) throw;
        switch (fate()) {
            case Fate::committed:
                return std::nullopt;
            case Fate::aborted:
                throw;
            case Fate::unknown:
                break;
        }
        return fmt::format(
            "The connection to {} was lost at the very end, and whether the copy is there is not "
            "known. Run this again when the database is back: if it is there, that says so.",
            name_);
    }
}

/// Of a commit that was not answered.
Fate PostgresTarget::fate() {
    constexpr int kQuestionsMax = 20;
    try {
        for (int left = kQuestionsMax; left > 0; --left) {
            const Fate fate = witness_.fate_of(database_.doubtful());
            if (fate != Fate::unknown) return fate;
            witness_.execute("SELECT pg_sleep(0.1)");
        }
    } catch (const sql::Failure&) {  // NOLINT(bugprone-empty-catch): then it cannot be known now
    }
    return Fate::unknown;
}

}  // namespace store::transfer
