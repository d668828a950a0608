/// MainThread: runs a store's replies on the thread of main(), which waits for them.
///
/// Thread:     post() any; the rest main's.
/// Owns:       the jobs that were posted and not run yet.
#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "base/executor.h"

namespace bench {

class MainThread final : public base::Executor {
public:
    void post(base::Job job) override {
        {
            const std::lock_guard lock(mutex_);
            jobs_.push_back(std::move(job));
        }
        posted_.notify_one();
    }

    /// Waits for jobs, and runs those that are there.
    void run_some() {
        std::vector<base::Job> jobs;
        {
            std::unique_lock lock(mutex_);
            posted_.wait(lock, [this] { return !jobs_.empty(); });
            jobs.swap(jobs_);
        }
        for (base::Job& job : jobs)
            job();
    }

    /// Makes `call`, whose only argument is the reply, and runs jobs until the reply has come.
    template <typename Call>
    void wait_for(Call call) {
        bool is_answered = false;
        call([&is_answered](const auto&) { is_answered = true; });
        while (!is_answered)
            run_some();
    }

private:
    std::mutex mutex_;
    std::condition_variable posted_;
    std::vector<base::Job> jobs_;
};

}  // namespace bench
