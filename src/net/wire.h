/// Wire: what all connections of one loop share: receive buffer, tape, open-file budget and metrics.
///
/// Thread:     loop (its own); made before the loop runs.
/// Owns:       the receive buffer and the tape.
/// Invariant:  a connection is served by the Wire of the loop it is on.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "base/log.h"
#include "base/metrics.h"
#include "loop/event_loop.h"
#include "net/tape.h"

namespace net {

class Wire {
public:
    Wire(loop::EventLoop& loop, base::Metrics& metrics, base::Log& log);
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    [[nodiscard]] loop::EventLoop& loop() { return loop_; }
    [[nodiscard]] Tape& tape() { return tape_; }
    [[nodiscard]] base::Log& log() { return log_; }

private:
    loop::EventLoop& loop_;
    base::Log& log_;
    Tape tape_;
};

}  // namespace net
