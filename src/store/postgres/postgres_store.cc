#include "store/postgres/postgres_store.h"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/migrations/postgres.h"
#include "store/postgres/options.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/postgres_engine.h"
#include "store/postgres/schema.h"
#include "store/postgres/settings.h"
#include "store/postgres/sqlstate.h"
#include "store/sql/failure.h"
#include "store/sql/sql_store.h"

namespace store::postgres {

using base::fail;

namespace {

Settings of_node(Settings settings) {
    settings.presence = Settings::Presence::node;
    return settings;
}

}  // namespace

base::Result<std::unique_ptr<PostgresStore>, std::string> PostgresStore::open(
    const Settings& settings, Surroundings surroundings, const Options& options) {
    const Settings node = of_node(settings);
    auto where = shown(settings.address);
    if (!where) return fail(std::move(where.error()));
    try {
        {
            PostgresDatabase database(without_hurry(node));
            const SchemaState state = migrate(database, migrations::postgres());
            if (state != SchemaState::good) return fail(sentence_of(state, *where));
        }
        return std::unique_ptr<PostgresStore>(new PostgresStore(node, options, surroundings));
    } catch (const sql::Failure& failure) {
        if (failure.code() == kCannotConnectNow) {
            return fail(
                fmt::format("Cannot use the database {} now: {}. Start this one when that is done.",
                            *where, failure.what()));
        }
        return fail(
            fmt::format("Cannot use the database {}: {}. Look whether the server runs and "
                        "whether this one may come in, and at --store.",
                        *where, failure.what()));
    }
}

PostgresStore::PostgresStore(const Settings& settings, const Options& options,
                             const Surroundings& surroundings)
    : SqlStore(std::make_unique<PostgresEngine>(settings), options, surroundings),
      finder_(settings, options.search,
              {surroundings.replies, surroundings.clock, surroundings.log, metrics()}),
      follower_(settings, options.search, {surroundings.log, metrics()}) {}

PostgresStore::~PostgresStore() {
    close();
}

void PostgresStore::close() {
    follower_.close();
    finder_.close();
    close_connections();
}

void PostgresStore::search(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) {
    finder_.submit(std::move(request), std::move(reply));
}

bool PostgresStore::wait_until_indexed() {
    return follower_.catch_up();
}

}  // namespace store::postgres
