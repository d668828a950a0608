/// Inbox: what was heard from other nodes, until the domain's executor has time for it.
///
/// Thread:     put(), missed(), restored() any; attach(), detach() and what the receiver is told the executor's; end() any.
/// Owns:       the messages that wait. Shared with its own posted jobs, which may outlive the bus.
/// Invariant:  at most `messages_max` messages wait. What came when as many waited is dropped, counted, and told once as
///             on_bus_restored() when half of them are handled. After end() the executor is not used.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>

#include "base/executor.h"
#include "chat/bus.h"
#include "cluster/nats/nats_metrics.h"
#include "cluster/wire/message.h"

namespace cluster {

class Inbox : public std::enable_shared_from_this<Inbox> {
public:
    Inbox(std::size_t messages_max, base::Executor& executor, const NatsMetrics& metrics)
        : messages_max_(messages_max), executor_(executor), metrics_(metrics) {}

    void put(wire::Said said);
    /// Messages of unknown number were lost on the way here.
    void missed();
    /// A connection is there, and before it there was none.
    void restored();

    void attach(chat::Bus::Receiver& receiver);
    void detach() { receiver_ = nullptr; }
    void end();

private:
    /// Messages told to the receiver in one go; others of the executor's jobs come between.
    static constexpr std::size_t kMessagesPerTurn = 64;

    void something_may_be_missing();
    void post_turn();  // under the lock
    void turn();

    const std::size_t messages_max_;
    base::Executor& executor_;
    const NatsMetrics metrics_;
    chat::Bus::Receiver* receiver_ = nullptr;  // the executor's thread only

    // A lock, not a message: it is what counts how many messages wait for the executor.
    std::mutex mutex_;
    std::deque<wire::Said> waiting_;
    bool may_miss_something_ = false;
    bool is_turn_posted_ = false;
    bool has_ended_ = false;
};

}  // namespace cluster
