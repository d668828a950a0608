/// SessionHost: what a session needs from the loop it lives on.
///
/// Thread:     loop.
/// Owns:       sessions that ended and WebSockets that say goodbye, until they are gone.
/// Elsewhere:  Endpoint is one; tests have their own, on a clock moved by hand.
#pragma once

#include <memory>

#include "base/clock.h"
#include "engineio/frames.h"
#include "engineio/metrics.h"
#include "engineio/options.h"
#include "loop/timer_wheel.h"
#include "loop/turn_hook.h"
#include "net/tape.h"

namespace engineio {

class Session;
class WebSocketTransport;

/// Frames of which one copy stands on the loop's tape for many sessions; good until the end of the turn.
struct SharedFrames {
    const Frames& frames;
    net::Slice slice;
};

class SessionHost {
public:
    SessionHost(const SessionHost&) = delete;
    SessionHost& operator=(const SessionHost&) = delete;

    [[nodiscard]] const Options& options() const { return options_; }
    [[nodiscard]] const EngineMetrics& metrics() const { return metrics_; }
    [[nodiscard]] loop::TimerWheel& timers() { return timers_; }

    /// Writes `frames` down once, for any number of Session::send(). The result borrows `frames`.
    [[nodiscard]] SharedFrames share(const Frames& frames) {
        return {.frames = frames, .slice = tape().write(frames.octets(), net::Lane::shared)};
    }

    /// Where this turn's octets are written.
    [[nodiscard]] virtual net::Tape& tape() = 0;
    [[nodiscard]] virtual base::SteadyTime now() const = 0;
    virtual void at_end_of_turn(loop::TurnHook& hook) = 0;

    /// The session has ended: its sid is unknown from now on, it is destroyed later in this turn.
    virtual void retire(Session& session) = 0;

    /// Keeps a WebSocket without a session until its close handshake is over.
    virtual void linger(std::unique_ptr<WebSocketTransport> transport) = 0;
    /// That moment has come; destroys it.
    virtual void bury(WebSocketTransport& transport) = 0;

protected:
    SessionHost(const Options& options, const EngineMetrics& metrics, loop::TimerWheel& timers)
        : options_(options), metrics_(metrics), timers_(timers) {}
    ~SessionHost() = default;

private:
    const Options& options_;
    const EngineMetrics& metrics_;
    loop::TimerWheel& timers_;
};

}  // namespace engineio
