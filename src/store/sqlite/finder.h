/// Finder: the thread that answers searches.
///
/// Thread:     submit() the domain's; Pause the indexer's; the constructor and close() main.
/// Owns:       the reading connections and the searches that wait.
/// Invariant:  searches are answered in the order of submit(), beside reading and writing: neither waits for them.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/executor.h"
#include "base/log.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/metrics.h"
#include "store/sqlite/database.h"
#include "store/sqlite/index_state.h"
#include "store/sqlite/options.h"
#include "store/sqlite/search_lookup.h"

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
    Finder(Database::Settings log, Database::Settings index, Options options, IndexState& state,
           World world);
    ~Finder() { close(); }
    Finder(const Finder&) = delete;
    Finder& operator=(const Finder&) = delete;

    /// Over the bound, or after close(), the reply is `unavailable`.
    void submit(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply);

    /// Answers what waits, then ends the thread.
    void close();

    /// While it lives, nothing of the finder's is open: the index may be replaced.
    class Pause {
    public:
        explicit Pause(Finder& finder) : lock_(finder.lookup_mutex_) { finder.lookup_.reset(); }

    private:
        std::lock_guard<std::mutex> lock_;
    };

private:
    struct Question {
        chat::SearchRequest request;
        chat::StoreReply<chat::SearchPage> reply;
    };
    using Answer = base::Result<chat::SearchPage, chat::StoreError>;

    void run();
    [[nodiscard]] Answer answer(const chat::SearchRequest& request);
    void deliver(Question question, Answer answer);

    const Database::Settings log_settings_;
    const Database::Settings index_settings_;
    const Options options_;
    IndexState& state_;
    World world_;

    // Locks, not messages: both threads block in the disk and have no turn in which to receive one.
    std::mutex lookup_mutex_;
    std::unique_ptr<SearchLookup> lookup_;  // none: opened by the next search

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Question> waiting_;
    bool is_closing_ = false;

    std::thread thread_;
};

}  // namespace store::sqlite
