#include "store/sql/reader.h"

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "store/sql/database.h"
#include "store/sql/engine.h"
#include "store/sql/failure.h"
#include "store/sql/lookup.h"
#include "store/sql/options.h"
#include "store/sql/writer.h"

namespace store::sql {
namespace {

constexpr std::size_t kRepliesTogether = 64;  // posted as one job

void post_all(base::Executor& replies, std::vector<base::Job>& jobs) {
    if (jobs.empty()) return;
    replies.post([jobs = std::exchange(jobs, {})]() mutable {
        for (base::Job& job : jobs)
            job();
    });
}

}  // namespace

Reader::Reader(const Engine& engine, const Options& options, Writer& writer, Writer::World world)
    : engine_(engine),
      options_(options),
      writer_(writer),
      world_(world),
      lookup_(std::make_unique<Lookup>(engine_.connect_to_read())),
      thread_([this] { run(); }) {}

void Reader::queue(Work work) {
    const Writer::Ticket after = writer_.last_ticket();
    {
        const std::lock_guard lock(mutex_);
        const bool is_full = waiting_.size() >= options_.reads_waiting_max;
        if (!is_full && !is_closing_) {
            waiting_.push_back({.work = std::move(work), .after = after});
            wake_.notify_one();
            return;
        }
        if (is_full) world_.metrics.refused_reads.add();
    }
    world_.replies.post(work(nullptr));
}

void Reader::close() {
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Reader::run() {
    std::vector<base::Job> replies;
    for (;;) {
        std::unique_lock lock(mutex_);
        if (waiting_.empty() || replies.size() >= kRepliesTogether) {
            lock.unlock();
            post_all(world_.replies, replies);
            lock.lock();
        }
        wake_.wait(lock, [this] { return !waiting_.empty() || is_closing_; });
        if (waiting_.empty()) break;
        Request request = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();

        if (!writer_.is_decided(request.after)) {
            post_all(world_.replies, replies);
            writer_.wait_until_decided(request.after);
        }
        replies.push_back(answer(request));
    }
    lookup_.reset();
}

base::Job Reader::answer(Request& request) {
    world_.metrics.reads.add();
    // A connection to a server may have been lost long ago, and nobody noticed.
    bool may_be_stale = lookup_ && engine_.writers() == Database::Writers::several;
    for (;;) {
        try {
            if (!lookup_) lookup_ = std::make_unique<Lookup>(engine_.connect_to_read());
            return request.work(lookup_.get());
        } catch (const Failure& failure) {
            world_.log.debug("store_read_failed",
                             {{"code", failure.code()}, {"reason", failure.what()}});
            const bool is_lost = failure.cause() == Failure::Cause::surroundings;
            if (is_lost) lookup_.reset();
            if (!is_lost || !std::exchange(may_be_stale, false)) return request.work(nullptr);
        }
    }
}

}  // namespace store::sql
