/// Executor: runs work later, one piece at a time, in the order it was given.
///
/// Thread:     post() any; the work runs on the executor's one thread.
/// Elsewhere:  loop::EventLoop is one; tests/support/manual_executor.h runs the work by hand.
#pragma once

#include <functional>

namespace base {

using Job = std::move_only_function<void()>;

class Executor {
public:
    virtual ~Executor() = default;

    /// Never runs `job` inside the call. Work posted after the executor ended is dropped.
    virtual void post(Job job) = 0;
};

}  // namespace base
