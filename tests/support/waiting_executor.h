/// WaitingExecutor: work posted by other threads waits until the test's thread runs it.
///
/// Thread:  post() any; run_some() the test's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

#include "base/executor.h"

namespace support {

class WaitingExecutor final : public base::Executor {
public:
    void post(base::Job job) override {
        {
            const std::lock_guard lock(mutex_);
            jobs_.push_back(std::move(job));
        }
        posted_.notify_one();
    }

    /// Runs all that waits; when nothing does, waits for the first, at most `patience`.
    /// Returns how many jobs ran: 0 means that none came.
    std::size_t run_some(std::chrono::milliseconds patience = std::chrono::seconds(30)) {
        std::deque<base::Job> jobs;
        {
            std::unique_lock lock(mutex_);
            posted_.wait_for(lock, patience, [this] { return !jobs_.empty(); });
            jobs.swap(jobs_);
        }
        for (base::Job& job : jobs)
            job();
        return jobs.size();
    }

private:
    std::mutex mutex_;  // tests only: a store's thread posts, the test's thread runs
    std::condition_variable posted_;
    std::deque<base::Job> jobs_;
};

}  // namespace support
