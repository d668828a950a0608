/// Indexer: the thread that follows the log and keeps the search index up to date with it.
///
/// Thread:     catch_up() any; the constructor and close() main. Its own thread runs with the lowest priority, so that it
///             takes what nobody else wants.
/// Owns:       the writing connection to search.db, a reading one to parlor.db.
/// Invariant:  a missing, damaged, foreign or outdated index is made anew from the log; nobody waits for it.
/// Elsewhere:  the finder has the index open too, and lets go of it while the file is replaced (finder.h).
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "chat/ids.h"
#include "store/metrics.h"
#include "store/sql/failure.h"
#include "store/sql/place.h"
#include "store/sqlite/finder.h"
#include "store/sqlite/index_state.h"
#include "store/sqlite/log_merge.h"
#include "store/sqlite/log_source.h"
#include "store/sqlite/options.h"
#include "store/sqlite/search_index.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

class Indexer {
public:
    struct World {
        const base::Clock& clock;
        base::Log& log;
        Metrics& metrics;
    };

    /// Starts the thread.
    Indexer(SqliteDatabase::Settings log, SqliteDatabase::Settings index, Options options,
            Finder& finder, IndexState& state, World world);
    ~Indexer() { close(); }
    Indexer(const Indexer&) = delete;
    Indexer& operator=(const Indexer&) = delete;

    /// Blocks until what was committed before the call can be found, or cannot be indexed now.
    /// returns  whether it can be found
    bool catch_up();

    /// Ends the thread. What it has not indexed it will at the next start.
    void close();

private:
    /// What an event means for the index.
    struct Step {
        LogEntry entry;
        std::optional<LogMessage>
            message;           ///< of a message, or of the target of a change; as it reads now
        chat::Seq erased = 0;  ///< of `expired`: nothing is kept of the room's messages up to there
    };
    enum class Round : std::uint8_t { done, failed, closing };

    void run();
    Round work();
    void open();
    void make_anew(const char* why);
    /// Whether the index was made from this log.
    [[nodiscard]] bool is_of_this_log();
    void begin_round();
    [[nodiscard]] std::vector<Step> read_batch();
    void write_batch(const std::vector<Step>& steps);
    void index(const Step& step);
    /// In transactions of its own, lest one be as large as a room; what it has done need not be done again.
    /// returns  done; else it is closing
    [[nodiscard]] Round erase(sql::Number room, chat::Seq last);
    [[nodiscard]] const std::string& name_tag(const std::string& nickname);
    void purge();
    void on_failure(const sql::Failure& failure);
    [[nodiscard]] bool is_closing();

    const SqliteDatabase::Settings log_settings_;
    const SqliteDatabase::Settings index_settings_;
    const Options options_;
    Finder& finder_;
    IndexState& state_;
    World world_;

    // The indexer's thread only.
    std::unique_ptr<LogSource> source_;
    std::unique_ptr<SearchIndex> index_;
    LogMerge merge_;
    std::unordered_map<std::string, std::string> name_tags_;  // of nicknames seen lately
    std::optional<base::SteadyTime> purged_;
    bool is_failing_ = false;
    bool has_more_ = true;  // the last round ended early, or there was none

    // A lock, not a message: the thread blocks in the disk and has no turn in which to receive one.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable answered_;
    std::uint64_t asked_ = 0;
    std::uint64_t done_ = 0;
    bool is_caught_up_ = false;
    bool is_closing_ = false;

    std::thread thread_;
};

}  // namespace store::sqlite
