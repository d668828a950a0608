/// AckBook: the acknowledgements one socket's client still owes.
///
/// Thread:     loop.
/// Owns:       the handlers that wait.
/// Invariant:  each handler is called once: with the answer, or with nothing.
#pragma once

#include <boost/json/array.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "loop/timer_wheel.h"
#include "socketio/socket.h"

namespace socketio {

class AckBook {
public:
    AckBook(loop::TimerWheel& timers, base::Counter& timeouts);
    AckBook(const AckBook&) = delete;
    AckBook& operator=(const AckBook&) = delete;
    ~AckBook() = default;

    /// returns  the id to send with the event
    std::uint64_t expect(AckHandler handler, base::SteadyTime deadline, std::size_t entries_max);

    /// The client's answer; ignored when nothing waits for this id.
    void on_answer(std::uint64_t id, boost::json::array args);

    /// The client has gone: everyone who waits gets nothing.
    void abandon();

private:
    struct Entry {
        std::uint64_t id;
        base::SteadyTime deadline;
        AckHandler handler;
    };

    void on_timer();
    void arm();

    loop::TimerWheel& timers_;
    base::Counter& timeouts_;
    loop::Timer timer_;
    base::SteadyTime timer_deadline_{};  // the earliest of all entries
    std::uint64_t next_id_ = 0;
    std::vector<Entry> entries_;  // in the order of their ids
};

}  // namespace socketio
