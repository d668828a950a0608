/// SqliteStore: keeps everything in one SQLite file; and beside it, in another file, an index to search it.
///
/// Thread:     as SqlStore; main for open() and close(). Three more threads: one copies the write-ahead log, one
///             follows the log for the index, one searches.
/// Owns:       the data directory and its lock.
/// Invariant:  what SqlStore and chat/search.h promise, also when the disk fails.
/// Elsewhere:  the schema is migrations/sqlite.cc.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/sql/sql_store.h"
#include "store/sqlite/finder.h"
#include "store/sqlite/index_state.h"
#include "store/sqlite/indexer.h"
#include "store/sqlite/open_refusal.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sqlite_engine.h"

namespace store::sqlite {

class SqliteStore final : public sql::SqlStore {
public:
    /// Opens parlor.db in `directory`, makes either where it is missing, and brings its schema up to date.
    static base::Result<std::unique_ptr<SqliteStore>, OpenRefusal> open(
        const std::string& directory, Surroundings surroundings, const Options& options = {});

    ~SqliteStore() override;
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    void close() override;

    void search(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) override;

    /// Blocks until what was committed before the call can be found. For tests and measurements.
    /// returns  false: it cannot be indexed now
    bool wait_until_indexed();

private:
    SqliteStore(std::unique_ptr<SqliteEngine> engine, const SqliteEngine& files,
                const Options& options, const Surroundings& surroundings);

    IndexState index_state_;
    Finder finder_;
    Indexer indexer_;
};

}  // namespace store::sqlite
