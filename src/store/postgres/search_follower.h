/// SearchFollower: the thread that follows the log of a PostgreSQL database and keeps its search index up to date.
///
/// Thread:     catch_up() any; the constructor and close() main.
/// Owns:       the connection that writes the index.
/// Invariant:  of all nodes one indexes; when it goes, another one takes its place. Nobody waits for it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "store/metrics.h"
#include "store/postgres/search_options.h"
#include "store/postgres/search_writer.h"
#include "store/postgres/settings.h"
#include "store/sql/failure.h"

namespace store::postgres {

class SearchFollower {
public:
    struct World {
        base::Log& log;
        Metrics& metrics;
    };

    /// Starts the thread.
    SearchFollower(Settings settings, SearchOptions options, World world);
    ~SearchFollower() { close(); }
    SearchFollower(const SearchFollower&) = delete;
    SearchFollower& operator=(const SearchFollower&) = delete;

    /// Blocks until what was committed before the call can be found, whoever indexes it, or cannot be indexed now.
    /// returns  whether it can be found
    bool catch_up();

    /// Ends the thread. What it has not indexed another one will.
    void close();

private:
    enum class Round : std::uint8_t {
        done,
        behind,  ///< another node is at it
        failed,
        closing,
    };

    void run();
    /// is_asked  somebody waits for it
    Round work(bool is_asked);
    Round index_all();
    void on_failure(const sql::Failure& failure);
    [[nodiscard]] bool is_closing();

    const Settings settings_;
    const SearchOptions options_;
    World world_;

    // The thread's only.
    std::unique_ptr<SearchWriter> writer_;
    bool is_failing_ = false;

    // A lock, not a message: the thread blocks in the network and has no turn in which to receive one.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable answered_;
    std::uint64_t asked_ = 0;
    std::uint64_t done_ = 0;
    bool is_caught_up_ = false;
    bool is_closing_ = false;

    std::thread thread_;
};

}  // namespace store::postgres
