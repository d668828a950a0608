/// Finder: answers searches on PostgreSQL.
///
/// Thread:     submit() the domain's; the constructor and close() main.
/// Owns:       the connection and the searches that wait.
/// Invariant:  searches are answered in the order of submit(), beside reading and writing: neither waits for them.
#pragma once

#include <memory>
#include <utility>

#include "base/clock.h"
#include "base/executor.h"
#include "base/log.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/metrics.h"
#include "store/postgres/search_lookup.h"
#include "store/postgres/search_options.h"
#include "store/postgres/settings.h"
#include "store/sql/search_queue.h"

namespace store::postgres {

class Finder {
public:
    struct World {
        base::Executor& replies;
        const base::Clock& clock;
        base::Log& log;
        Metrics& metrics;
    };

    /// Starts the thread.
    Finder(Settings settings, SearchOptions options, World world);
    Finder(const Finder&) = delete;
    Finder& operator=(const Finder&) = delete;

    void submit(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) {
        queue_.submit(std::move(request), std::move(reply));
    }
    void close() { queue_.close(); }

private:
    [[nodiscard]] sql::SearchQueue::Answer answer(const chat::SearchRequest& request);

    const Settings settings_;
    const SearchOptions options_;
    World world_;
    std::unique_ptr<SearchLookup> lookup_;  // the thread's only; none: opened by the next search

    sql::SearchQueue queue_;  // its thread uses all of the others
};

}  // namespace store::postgres
