/// TurningLoops: event loops that turn when the test says so, each with a Wire, on a clock moved by hand.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"
#include "loop/event_loop.h"
#include "net/wire.h"
#include "support/manual_clock.h"

namespace support {

class TurningLoops {
public:
    explicit TurningLoops(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            loop::EventLoop& loop = loops_.emplace_back(clock);
            wires.push_back(&wire_store_.emplace_back(loop, metrics, base::Log::none()));
            loop.stop();  // from now on run() does what is ready and comes back
            loop.run();
        }
    }

    [[nodiscard]] loop::EventLoop& at(std::size_t index) { return loops_.at(index); }

    /// Does what is ready, and what that makes ready on any loop. Inside, each loop is home.
    void turn() {
        for (std::size_t round = 0; round < 4; ++round)
            for (loop::EventLoop& loop : loops_)
                loop.run();
    }
    void advance(std::chrono::milliseconds by) {
        clock.advance(by);
        turn();
    }

    /// Runs `work` on a loop and lets all of them turn.
    template <typename Work>
    void on(std::size_t index, Work work) {
        at(index).post([&work] { work(); });
        turn();
    }

    ManualClock clock;
    base::Metrics metrics;
    std::vector<net::Wire*> wires;

private:
    std::deque<loop::EventLoop> loops_;
    std::deque<net::Wire> wire_store_;
};

}  // namespace support
