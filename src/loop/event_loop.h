/// EventLoop: one thread's readiness loop on Boost.Asio, turn by turn.
///
/// A turn runs what is ready (sockets, posted work, due timers), up to a bound, then the turn hooks. What
/// is to be sent is written in a hook, so everything a connection got in one turn leaves in one write.
///
/// Thread:     post(), stop() any; the rest on the thread that runs the loop, or before it runs.
/// Owns:       the io_context, the timer wheel and the inbox of posted work.
/// Invariant:  posted work runs in the order it was posted by each thread, never inside post().
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "loop/timer_wheel.h"
#include "loop/turn_hook.h"

namespace boost::asio {
class io_context;
}

namespace loop {

class EventLoop final : public base::Executor {
public:
    /// Handlers run in one turn before its hooks; bounds how long a queued octet waits for its write.
    static constexpr int kHandlersPerTurnMax = 256;

    explicit EventLoop(const base::Clock& clock, std::string name = "loop");
    ~EventLoop() override;
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// Runs turns until stop(); the calling thread is the loop's home from then on.
    void run();

    /// One turn that does not wait; for tests and for the last turns of a shutdown.
    /// returns  whether anything ran
    bool run_ready();

    /// Ends run() after the turn it is in. Work posted before is run.
    void stop();

    void post(base::Job job) override;

    /// Asks for `hook.on_turn_end()` when this turn's handlers have run.
    void at_end_of_turn(TurnHook& hook) { hooks_.add(hook); }

    /// Asks for `hook.on_turn_end()` at the end of every turn, before the hooks that asked for this one. At most one
    /// hook has this place; it outlives the loop's last turn.
    void at_end_of_every_turn(TurnHook& hook) { every_turn_ = &hook; }

    /// Also true, for whoever asks, while no thread runs the loop.
    [[nodiscard]] bool is_home() const;
    /// This thread is inside run().
    [[nodiscard]] bool is_running_here() const;
    void check_home() const;

    /// The time of this turn: when it was first asked for. What is to happen later than that happens in a later turn,
    /// however long this one takes.
    [[nodiscard]] base::SteadyTime now() const;
    [[nodiscard]] const base::Clock& clock() const { return clock_; }
    [[nodiscard]] TimerWheel& timers() { return timers_; }
    [[nodiscard]] boost::asio::io_context& io();
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    struct Asio;

    void turn_after(std::size_t ran);
    void run_inbox();
    void arm_wake_up();

    const base::Clock& clock_;
    std::string name_;
    std::unique_ptr<Asio> asio_;
    mutable std::optional<base::SteadyTime> now_;  // absent: not asked for in this turn
    TimerWheel timers_;
    TurnHooks hooks_;
    TurnHook* every_turn_ = nullptr;
    std::atomic<std::thread::id> home_{};
    std::atomic<bool> stopping_{false};

    // A lock, held for one push or one swap: the inbox is where other threads' messages come in.
    std::mutex inbox_mutex_;
    std::vector<base::Job> inbox_;
    std::vector<base::Job> running_;
};

}  // namespace loop
