#include "store/sqlite/sqlite_store.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "base/result.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/migrations/sqlite.h"
#include "store/sql/failure.h"
#include "store/sql/sql_store.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/finder.h"
#include "store/sqlite/indexer.h"
#include "store/sqlite/open_refusal.h"
#include "store/sqlite/options.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite/sqlite_engine.h"

namespace store::sqlite {

using base::fail;

namespace {

OpenRefusal refusal_of(const sql::Failure& failure, const std::string& file) {
    if (failure.cause() == sql::Failure::Cause::request) {
        return {.error = OpenError::damaged,
                .sentence = fmt::format("{} is damaged or no database ({}). Put back a backup, or "
                                        "point --data elsewhere.",
                                        file, failure.what())};
    }
    return {.error = OpenError::failed,
            .sentence = fmt::format("Cannot open {}: {}. Look at the disk's free space and "
                                    "permissions, or point --data elsewhere.",
                                    file, failure.what())};
}

/// Makes the file a database of ours, of the version that we know. Throws Failure.
std::optional<OpenRefusal> prepare(const SqliteDatabase::Settings& settings, base::Log& log) {
    SqliteDatabase database(settings);
    const auto steps = migrations::sqlite();
    switch (inspect(database, steps)) {
        case SchemaState::good:
            break;
        case SchemaState::foreign:
            return OpenRefusal{
                .error = OpenError::foreign_database,
                .sentence = fmt::format("{} is a database, but not one of Parlor. Point --data "
                                        "elsewhere.",
                                        settings.file)};
        case SchemaState::newer:
            return OpenRefusal{
                .error = OpenError::newer_schema,
                .sentence = fmt::format("{} was written by a newer Parlor (schema {}, this one "
                                        "knows {}). Start the newer version, or point --data "
                                        "elsewhere.",
                                        settings.file, version_of(database), steps.back().version)};
    }
    if (database.text("PRAGMA journal_mode = WAL") != "wal") {
        return OpenRefusal{
            .error = OpenError::failed,
            .sentence = fmt::format("The file system of {} cannot hold a write-ahead "
                                    "log. Point --data to a local disk.",
                                    settings.file)};
    }
    const int before = version_of(database);
    migrate(database, steps);
    // A new database is nothing to tell: a start that is refused for another reason says that reason alone.
    if (before != 0 && before != steps.back().version) {
        log.info("store_migrated", {{"from", before}, {"to", steps.back().version}});
    }
    return std::nullopt;
}

}  // namespace

base::Result<std::unique_ptr<SqliteStore>, OpenRefusal> SqliteStore::open(
    const std::string& directory, Surroundings surroundings, const Options& options) {
    auto taken = DataDirectory::take(directory);
    if (!taken) return fail(std::move(taken.error()));
    auto engine = std::make_unique<SqliteEngine>(*std::move(taken), options);
    const SqliteEngine& files = *engine;
    const std::string file = files.writing().file;
    try {
        if (auto refusal = prepare(files.writing(), surroundings.log)) {
            return fail(*std::move(refusal));
        }
        return std::unique_ptr<SqliteStore>(
            new SqliteStore(std::move(engine), files, options, surroundings));
    } catch (const sql::Failure& failure) {
        return fail(refusal_of(failure, file));
    }
}

SqliteStore::SqliteStore(std::unique_ptr<SqliteEngine> engine, const SqliteEngine& files,
                         const Options& options, const Surroundings& surroundings)
    : SqlStore(std::move(engine), options, surroundings),
      finder_(files.reading(), files.search(), options, index_state_,
              {surroundings.replies, surroundings.clock, surroundings.log, metrics()}),
      indexer_(files.reading(), files.search(), options, finder_, index_state_,
               {surroundings.clock, surroundings.log, metrics()}) {}

SqliteStore::~SqliteStore() {
    close();
}

void SqliteStore::close() {
    indexer_.close();
    finder_.close();
    close_connections();
}

void SqliteStore::search(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) {
    finder_.submit(std::move(request), std::move(reply));
}

bool SqliteStore::wait_until_indexed() {
    return indexer_.catch_up();
}

}  // namespace store::sqlite
