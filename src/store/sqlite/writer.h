/// Writer: the one thread that writes. All that waits becomes one transaction (group commit), and all its
/// replies one job.
///
/// Thread:     submit(), decided(), wait_until_decided() any; the constructor and close() main.
/// Owns:       the writing connection and the requests that wait.
/// Invariant:  requests are decided in the order of submit() and their replies are posted in it. A reply with a
///             value is posted after its transaction is durable. Tickets ascend by one.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/executor.h"
#include "base/log.h"
#include "store/metrics.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/database.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/ledger.h"
#include "store/sqlite/options.h"
#include "store/sqlite/write_request.h"

namespace store::sqlite {

class Writer {
public:
    using Ticket = std::uint64_t;

    struct World {
        base::Executor& replies;
        const base::Clock& clock;
        base::Log& log;
        Metrics& metrics;
    };

    /// Starts the thread. Throws Failure when the database cannot be opened.
    Writer(Database::Settings database, Options options, World world);
    ~Writer() { close(); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Queues a request; over a bound, or after close(), it is refused at once.
    void submit(std::unique_ptr<WriteRequest> request);

    /// Stands for every request submitted so far.
    [[nodiscard]] Ticket last_ticket() const;
    [[nodiscard]] bool is_decided(Ticket ticket) const;
    /// Blocks until the replies of these requests are posted.
    void wait_until_decided(Ticket ticket) const;

    /// The last commit succeeded.
    [[nodiscard]] bool is_ready() const { return is_ready_.load(std::memory_order_relaxed); }

    /// Decides what waits, then ends the thread. What comes later is refused.
    void close();

private:
    struct Connection {
        explicit Connection(const Database::Settings& settings)
            : database(settings), ledger(database) {}
        Database database;
        Ledger ledger;
    };
    void run();
    /// Waits for requests, for the time to do something else, or for the end.
    WriteBatch next_batch();
    void write(WriteBatch batch);
    /// For a batch in which one request makes the transaction fail: it alone is refused.
    void write_one_by_one(WriteBatch& batch);
    void post_replies(WriteBatch batch);

    enum class Outcome : std::uint8_t { committed, surroundings_failed, request_failed };
    Outcome transact(const std::function<void(Ledger&)>& work);
    Outcome fail(const Failure& failure);

    [[nodiscard]] std::uint64_t wal_bytes() const;
    void keep_wal_small();
    void use_idle_time();
    void sweep();

    const Database::Settings settings_;
    const Options options_;
    World world_;
    std::atomic<bool> is_ready_{true};

    // The writer's thread only.
    std::unique_ptr<Connection> connection_;  // none: opened by the next transaction
    std::uint64_t frame_bytes_;               // of one page in the write-ahead log
    std::uint64_t asked_at_bytes_ = 0;  // size of the log when the checkpointer was last asked
    bool is_wal_copied_ = false;        // as far as idle time cares
    base::SteadyTime next_sweep_;

    // A lock, not a message: a thread that blocks in a commit has no turn in which to receive one.
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    mutable std::condition_variable decided_changed_;
    std::deque<std::unique_ptr<WriteRequest>> waiting_;
    std::uint64_t waiting_bytes_ = 0;
    Ticket submitted_ = 0;
    Ticket decided_ = 0;
    bool is_closing_ = false;

    std::unique_ptr<Checkpointer> checkpointer_;
    std::thread thread_;
};

}  // namespace store::sqlite
