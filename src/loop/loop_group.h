/// LoopGroup: the loops of one process, each on a thread of its own.
///
/// Thread:     main.
/// Owns:       the loops and their threads.
/// Invariant:  the loops live as long as the group; stop() returns when no thread runs any more.
#pragma once

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "loop/event_loop.h"

namespace loop {

class LoopGroup {
public:
    LoopGroup(const base::Clock& clock, std::size_t count);
    ~LoopGroup();
    LoopGroup(const LoopGroup&) = delete;
    LoopGroup& operator=(const LoopGroup&) = delete;

    [[nodiscard]] std::size_t size() const { return loops_.size(); }
    [[nodiscard]] EventLoop& at(std::size_t index) { return loops_.at(index); }

    void start();

    /// Ends every loop after the work posted so far, and joins the threads.
    void stop();

private:
    std::deque<EventLoop> loops_;
    std::vector<std::thread> threads_;
};

}  // namespace loop
