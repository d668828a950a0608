/// Ear: what the threads of libnats may touch of us. They may call a little longer than a connection lives, so it counts who
/// still can, and is let go only when nobody can.
///
/// Thread:     any.
/// Owns:       shares of the inbox and the outbox, which it may outlive the bus with.
#pragma once

#include <nats/nats.h>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "base/clock.h"
#include "chat/bus_message.h"
#include "cluster/nats/inbox.h"
#include "cluster/nats/nats_metrics.h"
#include "cluster/nats/outbox.h"

namespace cluster {

class Ear {
public:
    Ear(chat::NodeId self, std::shared_ptr<Inbox> inbox, std::shared_ptr<Outbox> outbox,
        const NatsMetrics& metrics)
        : self_(std::move(self)),
          inbox_(std::move(inbox)),
          outbox_(std::move(outbox)),
          metrics_(metrics) {}

    /// Somebody may call from now on (a connection, a subscription), or never will again.
    void caller_began();
    void caller_ended();
    /// returns  whether nobody can call any more
    [[nodiscard]] bool wait_for_silence(base::Milliseconds at_most);

    // What libnats calls; `closure` is an Ear.
    static void on_message(natsConnection* connection, natsSubscription* subscription,
                           natsMsg* message, void* closure);
    static void on_subscription_over(void* closure);
    static void on_error(natsConnection* connection, natsSubscription* subscription,
                         natsStatus error, void* closure);
    static void on_closed(natsConnection* connection, void* closure);

private:
    void hear(const natsMsg* message);

    const chat::NodeId self_;
    const std::shared_ptr<Inbox> inbox_;
    const std::shared_ptr<Outbox> outbox_;
    const NatsMetrics metrics_;

    // A lock, not a message: whoever waits for silence has no inbox.
    std::mutex mutex_;
    std::condition_variable ended_;
    std::int64_t callers_ = 0;
};

}  // namespace cluster
