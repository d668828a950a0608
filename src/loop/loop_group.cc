#include "loop/loop_group.h"

#include <pthread.h>

#include <string>

#include "base/check.h"

namespace loop {

LoopGroup::LoopGroup(const base::Clock& clock, std::size_t count) {
    CHECK(count > 0);
    for (std::size_t i = 0; i < count; ++i)
        loops_.emplace_back(clock, "loop-" + std::to_string(i));
}

LoopGroup::~LoopGroup() {
    stop();
}

void LoopGroup::start() {
    CHECK(threads_.empty());
    for (EventLoop& loop : loops_) {
        threads_.emplace_back([&loop] { loop.run(); });
        ::pthread_setname_np(threads_.back().native_handle(), loop.name().substr(0, 15).c_str());
    }
}

void LoopGroup::stop() {
    if (threads_.empty()) return;
    for (EventLoop& loop : loops_)
        loop.stop();
    for (std::thread& thread : threads_)
        thread.join();
    threads_.clear();
}

}  // namespace loop
