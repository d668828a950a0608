/// Wire: what all connections of one loop share: receive buffer, tape, compression and metrics.
///
/// Thread:     loop (its own); made before the loop runs.
/// Owns:       the receive buffer, the tape and the zlib state of the loop.
/// Invariant:  a connection is served by the Wire of the loop it is on. The tape is emptied at the end of the
///             turn, after every queue was flushed.
/// Elsewhere:  tcp/stream.h asks for its flush here.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "base/log.h"
#include "base/metrics.h"
#include "loop/event_loop.h"
#include "loop/turn_hook.h"
#include "net/metrics.h"
#include "net/tape.h"

namespace net::websocket {
class Deflater;
class Inflater;
}  // namespace net::websocket

namespace net {

class Wire final : private loop::TurnHook {
public:
    /// What one connection is read per readiness: the loop's fairness bound.
    static constexpr std::size_t kReceiveBytes = std::size_t{64} * 1024;

    Wire(loop::EventLoop& loop, base::Metrics& metrics, base::Log& log);
    ~Wire() override;
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    [[nodiscard]] loop::EventLoop& loop() { return loop_; }
    [[nodiscard]] base::Log& log() { return log_; }
    [[nodiscard]] const Metrics& metrics() const { return metrics_; }

    /// What is written to it is gone at the end of the turn.
    [[nodiscard]] Tape& tape() {
        loop_.at_end_of_turn(*this);
        return tape_;
    }

    /// Runs `queue` once at the end of the turn, when everybody has queued what he will.
    void flush_later(loop::TurnHook& queue) {
        queues_.add(queue);
        loop_.at_end_of_turn(*this);
    }

    /// One for all connections; its octets are good until the next receive.
    [[nodiscard]] std::span<std::byte> receive_buffer() {
        return {receive_buffer_.get(), kReceiveBytes};
    }

    [[nodiscard]] websocket::Deflater& deflater() { return *deflater_; }
    [[nodiscard]] websocket::Inflater& inflater() { return *inflater_; }

private:
    void on_turn_end() override;

    loop::EventLoop& loop_;
    base::Log& log_;
    Metrics metrics_;
    Tape tape_;
    loop::TurnHooks queues_;
    bool let_others_first_ = true;
    std::unique_ptr<std::byte[]> receive_buffer_;
    std::unique_ptr<websocket::Deflater> deflater_;
    std::unique_ptr<websocket::Inflater> inflater_;
};

}  // namespace net
