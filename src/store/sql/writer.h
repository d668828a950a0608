/// Writer: the one thread that writes. All that waits becomes one transaction (group commit), and all its
/// replies one job.
///
/// Thread:     submit(), decided(), wait_until_decided() any; the constructor and close() main.
/// Owns:       the writing connection and the requests that wait.
/// Invariant:  requests are decided in the order of submit() and their replies are posted in it. A reply with a
///             value is posted after its transaction is durable. Tickets ascend by one. A commit whose answer was lost
///             is asked after; when nobody can say, its requests are answered `unavailable`.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/executor.h"
#include "base/log.h"
#include "store/metrics.h"
#include "store/sql/claim.h"
#include "store/sql/database.h"
#include "store/sql/engine.h"
#include "store/sql/failure.h"
#include "store/sql/ledger.h"
#include "store/sql/options.h"
#include "store/sql/upkeep.h"
#include "store/sql/write_request.h"

namespace store::sql {

class Writer {
public:
    using Ticket = std::uint64_t;

    struct World {
        base::Executor& replies;
        const base::Clock& clock;
        base::Log& log;
        Metrics& metrics;
    };

    /// Starts the thread. The engine lives longer. Throws Failure when it cannot connect.
    Writer(const Engine& engine, const Options& options, World world);
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
        explicit Connection(std::unique_ptr<Database> opened)
            : database(std::move(opened)), ledger(*database) {}
        std::unique_ptr<Database> database;
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
    using Work = std::function<void(Ledger&)>;
    /// Does the work in one transaction; again, when it was rolled back for what may pass at once.
    Outcome transact(Claim claim, const Work& work);
    /// Once. Throws Failure, Overreach.
    void try_to_commit(const Claim& claim, const Work& work);
    /// What became of the last transaction, which failed; asks for it when its commit was not answered.
    Database::Fate fate_of_last();
    Database::Fate settle(const std::string& transaction);
    void on_committed(base::SteadyTime began);
    Outcome fail(const Failure& failure);
    /// Of these requests, where others write to the database.
    [[nodiscard]] Claim claim_of(std::span<const std::unique_ptr<WriteRequest>> requests) const;
    void connect();
    /// Rolls back. keep  whether the connection stays when it can
    enum class After : std::uint8_t { keep, reconnect };
    void give_up(After after);

    void use_idle_time();
    void sweep();

    const Engine& engine_;
    const Options options_;
    World world_;
    std::atomic<bool> is_ready_{true};

    // The writer's thread only.
    std::unique_ptr<Connection> connection_;  // none: opened by the next transaction
    std::unique_ptr<Upkeep> upkeep_;
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

    std::thread thread_;
};

}  // namespace store::sql
