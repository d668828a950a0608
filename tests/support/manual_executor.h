/// ManualExecutor: posted work waits until a test runs it.
#pragma once

#include <deque>
#include <utility>

#include "base/executor.h"

namespace support {

class ManualExecutor final : public base::Executor {
public:
    void post(base::Job job) override { jobs_.push_back(std::move(job)); }

    /// Runs all that waits, and what that posts in turn. Returns how many jobs ran.
    std::size_t run() {
        std::size_t ran = 0;
        for (; !jobs_.empty(); ++ran) {
            base::Job job = std::move(jobs_.front());
            jobs_.pop_front();
            job();
        }
        return ran;
    }

    [[nodiscard]] std::size_t waiting() const { return jobs_.size(); }

private:
    std::deque<base::Job> jobs_;
};

}  // namespace support
