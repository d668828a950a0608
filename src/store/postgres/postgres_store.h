/// PostgresStore: keeps everything in a PostgreSQL database, to which other nodes may write, too.
///
/// Thread:     as SqlStore; main for open() and close(). Two more threads: one follows the log for the search index, one
///             searches.
/// Invariant:  what SqlStore and chat/search.h promise, whatever other nodes do. A server that is away refuses requests.
/// Elsewhere:  the schema is migrations/postgres.cc; how nodes write beside each other is sql/neighbours.h.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/postgres/finder.h"
#include "store/postgres/options.h"
#include "store/postgres/search_follower.h"
#include "store/postgres/settings.h"
#include "store/sql/sql_store.h"

namespace store::postgres {

class PostgresStore final : public sql::SqlStore {
public:
    /// Connects, and brings the database's schema up to date. Any number of nodes may do it at once.
    /// errors  a sentence that says what is wrong and what to do about it
    static base::Result<std::unique_ptr<PostgresStore>, std::string> open(
        const Settings& settings, Surroundings surroundings, const Options& options = {});

    ~PostgresStore() override;
    PostgresStore(const PostgresStore&) = delete;
    PostgresStore& operator=(const PostgresStore&) = delete;

    void close() override;

    void search(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) override;

    /// Blocks until what was committed before the call can be found. For tests and measurements.
    /// returns  false: it cannot be indexed now
    bool wait_until_indexed();

private:
    PostgresStore(const Settings& settings, const Options& options,
                  const Surroundings& surroundings);

    Finder finder_;
    SearchFollower follower_;
};

}  // namespace store::postgres
