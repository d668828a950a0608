#include "store/sqlite/writer.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/executor.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/database.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/ledger.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sessions.h"
#include "store/sqlite/write_request.h"

namespace store::sqlite {
namespace {

constexpr std::uint64_t kWalFrameHeaderBytes = 24;  // SQLite file format §4.1

void post_refused(base::Executor& replies, std::unique_ptr<WriteRequest> request) {
    request->refuse();
    replies.post([request = std::move(request)] { request->deliver(); });
}

}  // namespace

Writer::Writer(Database::Settings database, Options options, World world)
    : settings_(std::move(database)),
      options_(std::move(options)),
      world_(world),
      connection_(std::make_unique<Connection>(settings_)),
      frame_bytes_(static_cast<std::uint64_t>(connection_->database.number("PRAGMA page_size")) +
                   kWalFrameHeaderBytes),
      next_sweep_(world.clock.now()),
      checkpointer_(std::make_unique<Checkpointer>(settings_, world.log, world.metrics)),
      thread_([this] { run(); }) {
    world_.metrics.is_ready.set(1);
}

void Writer::submit(std::unique_ptr<WriteRequest> request) {
    const std::uint64_t bytes = request->bytes();
    {
        const std::lock_guard lock(mutex_);
        const bool is_full = waiting_.size() >= options_.writes_waiting_max ||
                             waiting_bytes_ + bytes > options_.writes_waiting_bytes_max;
        if (!is_full && !is_closing_) {
            waiting_.push_back(std::move(request));
            waiting_bytes_ += bytes;
            ++submitted_;
            wake_.notify_one();
            return;
        }
        if (is_full) world_.metrics.refused_writes.add();
    }
    post_refused(world_.replies, std::move(request));
}

Writer::Ticket Writer::last_ticket() const {
    const std::lock_guard lock(mutex_);
    return submitted_;
}

bool Writer::is_decided(Ticket ticket) const {
    const std::lock_guard lock(mutex_);
    return decided_ >= ticket;
}

void Writer::wait_until_decided(Ticket ticket) const {
    std::unique_lock lock(mutex_);
    decided_changed_.wait(lock, [this, ticket] { return decided_ >= ticket; });
}

void Writer::close() {
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
    checkpointer_.reset();
}

void Writer::run() {
    for (;;) {
        WriteBatch batch = next_batch();
        if (!batch.empty()) {
            write(std::move(batch));
            keep_wal_small();
            continue;
        }
        {
            const std::lock_guard lock(mutex_);
            if (is_closing_ && waiting_.empty()) break;
        }
        use_idle_time();
    }
    connection_.reset();
}

WriteBatch Writer::next_batch() {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, is_ready() ? options_.idle_interval : options_.probe_interval,
                   [this] { return !waiting_.empty() || is_closing_; });
    WriteBatch batch;
    std::uint64_t bytes = 0;
    while (!waiting_.empty() && batch.size() < options_.batch_requests_max &&
           bytes < options_.batch_bytes_max) {
        bytes += waiting_.front()->bytes();
        batch.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    waiting_bytes_ -= bytes;
    return batch;
}

void Writer::write(WriteBatch batch) {
    const Outcome outcome = transact([&batch](Ledger& ledger) {
        for (const auto& request : batch)
            request->decide(ledger);
    });
    if (outcome == Outcome::surroundings_failed) {
        for (const auto& request : batch)
            request->refuse();
    } else if (outcome == Outcome::request_failed) {
        write_one_by_one(batch);
    }
    post_replies(std::move(batch));
}

void Writer::write_one_by_one(WriteBatch& batch) {
    for (const auto& request : batch) {
        const Outcome outcome = transact([&request](Ledger& ledger) { request->decide(ledger); });
        if (outcome != Outcome::committed) request->refuse();
    }
}

void Writer::post_replies(WriteBatch batch) {
    const base::SteadyTime now = world_.clock.now();
    for (const auto& request : batch) {
        if (const auto began = request->began())
            world_.metrics.append_seconds.observe(now - *began);
    }
    const std::size_t requests = batch.size();
    world_.metrics.writes.add(requests);
    world_.replies.post([batch = std::move(batch)] {
        for (const auto& request : batch)
            request->deliver();
    });
    {
        const std::lock_guard lock(mutex_);
        decided_ += requests;
    }
    decided_changed_.notify_all();
}

Writer::Outcome Writer::transact(const std::function<void(Ledger&)>& work) {
    const base::SteadyTime began = world_.clock.now();
    try {
        if (!connection_) connection_ = std::make_unique<Connection>(settings_);
        connection_->ledger.begin();
        work(connection_->ledger);
        connection_->ledger.commit();
    } catch (const Failure& failure) {
        return fail(failure);
    }
    world_.metrics.commit_seconds.observe(world_.clock.now() - began);
    world_.metrics.commits.add();
    world_.metrics.wal_bytes.set(static_cast<std::int64_t>(wal_bytes()));
    is_wal_copied_ = false;
    if (!is_ready_.exchange(true)) {
        world_.metrics.is_ready.set(1);
        world_.log.info("store_recovered");
    }
    return Outcome::committed;
}

Writer::Outcome Writer::fail(const Failure& failure) {
    const bool is_whole = connection_ && connection_->ledger.roll_back();
    world_.metrics.commit_failures.add();
    if (failure.cause() == Failure::Cause::request) {
        if (!is_whole) connection_.reset();
        world_.log.error("store_request_failed",
                         {{"code", failure.code()}, {"reason", failure.what()}});
        return Outcome::request_failed;
    }
    // A full disk or a lock passes; after anything else the connection may know less than the disk.
    if (!is_whole || !(failure.is_full() || failure.is_busy())) connection_.reset();
    if (is_ready_.exchange(false)) {
        world_.metrics.is_ready.set(0);
        world_.log.error("store_unavailable",
                         {{"code", failure.code()}, {"reason", failure.what()}});
    }
    return Outcome::surroundings_failed;
}

std::uint64_t Writer::wal_bytes() const {
    return connection_ ? connection_->database.wal_pages() * frame_bytes_ : 0;
}

void Writer::keep_wal_small() {
    const std::uint64_t bytes = wal_bytes();
    if (bytes < asked_at_bytes_) asked_at_bytes_ = 0;  // the log has started over
    // In steps, so that a page which many commits write is copied once for all of them.
    const bool is_due = bytes >= asked_at_bytes_ + options_.wal_checkpoint_bytes;
    if (is_due) {
        asked_at_bytes_ = bytes;
        checkpointer_->wake();
    }
    const bool is_late = bytes >= 2 * options_.wal_bytes_max;
    if (!is_late && (bytes < options_.wal_bytes_max || is_due || checkpointer_->is_busy())) return;

    // Only what came since the checkpointer's last time is left. Then the next commit starts the log over.
    try {
        if (connection_) connection_->database.checkpoint();
        world_.metrics.checkpoints.add();
    } catch (const Failure& failure) {
        if (failure.is_busy()) return;  // the checkpointer is at it
        world_.metrics.checkpoint_failures.add();
    }
}

void Writer::use_idle_time() {
    if (!is_ready()) {
        transact([this](Ledger& ledger) { ledger.probe(world_.clock.wall()); });
    } else if (!is_wal_copied_) {
        is_wal_copied_ = true;
        checkpointer_->wake();
    } else if (world_.clock.now() >= next_sweep_) {
        sweep();
    }
}

void Writer::sweep() {
    Ledger::Sweep sweep;
    const Outcome outcome = transact([this, &sweep](Ledger& ledger) {
        sweep = ledger.remove_expired(world_.clock.wall(), options_.sweep_sessions_max);
    });
    if (outcome != Outcome::committed) return;
    world_.metrics.sessions_removed.add(sweep.removed);
    if (sweep.progress == Sessions::Sweep::Progress::all_seen) {
        next_sweep_ = world_.clock.now() + options_.sweep_interval;
    }
}

}  // namespace store::sqlite
