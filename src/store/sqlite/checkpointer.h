/// Checkpointer: copies the write-ahead log into the database beside the writer, on a connection and thread of
/// its own, so that no commit waits for it.
///
/// Thread:     wake(), wait_until_done() any; the constructor and destructor main.
/// Owns:       its connection and thread.
/// Elsewhere:  while commits never pause it cannot reach the log's end; the writer then does the rest (writer.h).
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "store/metrics.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

class Checkpointer {
public:
    /// Throws Failure.
    Checkpointer(const SqliteDatabase::Settings& settings, base::Log& log, Metrics& metrics);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// Asks for one checkpoint; while one runs that is no more than another after it.
    void wake();

    /// Asked and not yet done.
    [[nodiscard]] bool is_busy() const { return is_busy_.load(std::memory_order_relaxed); }
    /// Blocks while it is busy.
    void wait_until_done();

private:
    void run();
    void checkpoint();

    SqliteDatabase database_;
    base::Log& log_;
    Metrics& metrics_;

    // A lock, not a message: the thread blocks in the disk and has no turn in which to receive one.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable done_;
    bool is_asked_ = false;
    bool is_closing_ = false;
    std::atomic<bool> is_busy_{false};

    std::thread thread_;
};

}  // namespace store::sqlite
