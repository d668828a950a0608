/// Finder: answers searches.
///
/// Thread:     submit() the domain's; Pause the indexer's; the constructor and close() main.
/// Owns:       the reading connections and the searches that wait.
/// Invariant:  searches are answered in the order of submit(), beside reading and writing: neither waits for them.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "base/clock.h"
#include "base/executor.h"
#include "base/log.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/metrics.h"
#include "store/sql/search_queue.h"
#include "store/sqlite/index_state.h"
#include "store/sqlite/options.h"
#include "store/sqlite/search_lookup.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

class Finder {
public:
    struct World {
        base::Executor& replies;
        const base::Clock& clock;
        base::Log& log;
        Metrics& metrics;
    };

    /// Starts the thread.
    Finder(SqliteDatabase::Settings log, SqliteDatabase::Settings index, Options options,
           IndexState& state, World world);
    Finder(const Finder&) = delete;
    Finder& operator=(const Finder&) = delete;

    void submit(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) {
        queue_.submit(std::move(request), std::move(reply));
    }
    void close() { queue_.close(); }

    /// While it lives, nothing of the finder's is open: the index may be replaced.
    class Pause {
    public:
        explicit Pause(Finder& finder) : lock_(finder.lookup_mutex_) { finder.lookup_.reset(); }

    private:
        std::lock_guard<std::mutex> lock_;
    };

private:
    [[nodiscard]] sql::SearchQueue::Answer answer(const chat::SearchRequest& request);

    const SqliteDatabase::Settings log_settings_;
    const SqliteDatabase::Settings index_settings_;
    const Options options_;
    IndexState& state_;
    World world_;

    // A lock, not a message: both threads block in the disk and have no turn in which to receive one.
    std::mutex lookup_mutex_;
    std::unique_ptr<SearchLookup> lookup_;  // none: opened by the next search

    sql::SearchQueue queue_;  // its thread uses all of the others
};

}  // namespace store::sqlite
