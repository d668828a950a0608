/// Outbox: what the domain wants said and heard, until the bus's own thread has time for it. So the domain never waits for
/// a server.
///
/// Thread:     put(), want() the domain's; take_wishes(), wait(), wait_for_end(), open(), shut() the bus's own; wake(), end() any.
/// Owns:       the letters that wait, and the latest wish for each room whose wish is new.
/// Invariant:  at most `letters_max` letters wait, in their order; none while it is shut. What is not taken is counted.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "chat/bus_message.h"
#include "cluster/nats/nats_metrics.h"

namespace cluster {

class Outbox {
public:
    struct Letter {
        std::string subject;
        chat::BusMessage message;
    };
    enum class Wish : std::uint8_t { hear, ignore };
    using Wishes = std::unordered_map<std::string, Wish>;  ///< by subject
    struct Work {
        Wishes wishes;
        std::vector<Letter> letters;
        enum class Then : std::uint8_t { go_on, end } then = Then::go_on;
    };

    Outbox(std::size_t letters_max, const NatsMetrics& metrics)
        : letters_max_(letters_max), metrics_(metrics) {}

    void put(Letter letter);
    void want(std::string subject, Wish wish);

    /// Takes the wishes alone, without waiting.
    [[nodiscard]] Wishes take_wishes();
    /// Waits for work, wake() or end(), and takes all there is.
    [[nodiscard]] Work wait();
    /// returns  whether the end came
    [[nodiscard]] bool wait_for_end(base::Milliseconds at_most);

    /// Shut, which it is at first, it takes no letters.
    void open();
    /// Letters that wait are dropped.
    void shut();

    /// wait() returns soon, for its caller to look at the connection.
    void wake();
    /// No letters are taken from now on; those that wait are still there for wait().
    void end();

private:
    const std::size_t letters_max_;
    const NatsMetrics metrics_;
    // A lock, not a message: the other side is a thread that waits inside libnats and has no inbox.
    std::mutex mutex_;
    std::condition_variable changed_;
    Work work_;
    bool is_open_ = false;
    bool is_woken_ = false;
};

}  // namespace cluster
