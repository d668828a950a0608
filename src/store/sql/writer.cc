#include "store/sql/writer.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/executor.h"
#include "store/sql/claim.h"
#include "store/sql/database.h"
#include "store/sql/engine.h"
#include "store/sql/failure.h"
#include "store/sql/ledger.h"
#include "store/sql/options.h"
#include "store/sql/sessions.h"
#include "store/sql/write_request.h"

namespace store::sql {
namespace {

const Claim kEverything{.reach = Claim::Reach::everything, .rooms = {}, .users = {}, .nonces = {}};

void post_refused(base::Executor& replies, std::unique_ptr<WriteRequest> request) {
    request->refuse();
    replies.post([request = std::move(request)] { request->deliver(); });
}

}  // namespace

Writer::Writer(const Engine& engine, const Options& options, World world)
    : engine_(engine),
      options_(options),
      world_(world),
      connection_(std::make_unique<Connection>(engine_.connect_to_write())),
      upkeep_(engine_.upkeep(world.log, world.metrics)),
      next_sweep_(world.clock.now()),
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
    upkeep_.reset();
}

void Writer::run() {
    for (;;) {
        WriteBatch batch = next_batch();
        if (!batch.empty()) {
            write(std::move(batch));
            upkeep_->after_batch(connection_ ? connection_->database.get() : nullptr);
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
    const Outcome outcome = transact(claim_of(batch), [&batch](Ledger& ledger) {
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
        const Outcome outcome = transact(claim_of({&request, 1}),
                                         [&request](Ledger& ledger) { request->decide(ledger); });
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

Claim Writer::claim_of(std::span<const std::unique_ptr<WriteRequest>> requests) const {
    Claim claim;
    if (engine_.writers() == Database::Writers::this_one) return claim;
    for (const auto& request : requests) {
        request->tell(claim);
        if (claim.reach == Claim::Reach::everything) break;
    }
    return claim;
}

Writer::Outcome Writer::transact(Claim claim, const Work& work) {
    // A connection that was idle may have been lost long ago, and nobody noticed.
    bool may_be_stale = connection_ && engine_.writers() == Database::Writers::several;
    for (std::uint32_t attempt = 1;; ++attempt) {
        const base::SteadyTime began = world_.clock.now();
        try {
            try_to_commit(claim, work);
            on_committed(began);
            return Outcome::committed;
        } catch (const Overreach&) {
            claim = kEverything;
            give_up(After::keep);
        } catch (const Failure& failure) {
            const Database::Fate fate = fate_of_last();
            if (fate == Database::Fate::committed) {
                on_committed(began);
                return Outcome::committed;
            }
            const bool is_conflict = failure.kind() == Failure::Kind::conflict;
            const bool is_lost = failure.cause() == Failure::Cause::surroundings &&
                                 failure.kind() == Failure::Kind::other;
            const bool is_worthwhile =
                is_conflict || (is_lost && std::exchange(may_be_stale, false));
            if (fate == Database::Fate::unknown || !is_worthwhile ||
                attempt >= options_.attempts_max) {
                return fail(failure);
            }
            if (is_conflict) world_.metrics.conflicts.add();
            give_up(is_lost ? After::reconnect : After::keep);
        }
    }
}

void Writer::connect() {
    if (!connection_) connection_ = std::make_unique<Connection>(engine_.connect_to_write());
}

void Writer::give_up(After after) {
    if (!connection_) return;
    if (!connection_->ledger.roll_back() || after == After::reconnect) connection_.reset();
}

void Writer::try_to_commit(const Claim& claim, const Work& work) {
    connect();
    connection_->ledger.begin(claim);
    work(connection_->ledger);
    connection_->ledger.commit();
}

Database::Fate Writer::fate_of_last() {
    const std::string doubtful = connection_ ? connection_->database->doubtful() : std::string();
    return doubtful.empty() ? Database::Fate::aborted : settle(doubtful);
}

Database::Fate Writer::settle(const std::string& transaction) {
    world_.metrics.doubts.add();
    connection_.reset();
    const base::SteadyTime began = world_.clock.now();
    const base::Milliseconds patience = options_.doubt_questions_max * options_.doubt_interval;
    for (std::uint32_t question = 1; question <= options_.doubt_questions_max; ++question) {
        try {
            connect();
            const Database::Fate fate = connection_->database->fate_of(transaction);
            if (fate != Database::Fate::unknown) return fate;
        } catch (const Failure&) {
            connection_.reset();  // the server may be starting again
        }
        if (world_.clock.now() - began > patience) break;
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, options_.doubt_interval, [] { return false; });
    }
    return Database::Fate::unknown;
}

void Writer::on_committed(base::SteadyTime began) {
    world_.metrics.commit_seconds.observe(world_.clock.now() - began);
    world_.metrics.commits.add();
    upkeep_->committed(*connection_->database);
    if (!is_ready_.exchange(true)) {
        world_.metrics.is_ready.set(1);
        world_.log.info("store_recovered");
    }
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

void Writer::use_idle_time() {
    if (!is_ready()) {
        transact({}, [this](Ledger& ledger) { ledger.probe(world_.clock.wall()); });
    } else if (!upkeep_->use_idle_time() && world_.clock.now() >= next_sweep_) {
        sweep();
    }
}

void Writer::sweep() {
    Ledger::Sweep sweep;
    const Outcome outcome = transact(kEverything, [this, &sweep](Ledger& ledger) {
        sweep = ledger.remove_expired(world_.clock.wall(), options_.sweep_sessions_max);
    });
    if (outcome != Outcome::committed) return;
    world_.metrics.sessions_removed.add(sweep.removed);
    if (sweep.progress == Sessions::Sweep::Progress::all_seen) {
        next_sweep_ = world_.clock.now() + options_.sweep_interval;
    }
}

}  // namespace store::sql
