/// What libnats allocates, with owners that give it back.
///
/// Thread:     as libnats says: any.
#pragma once

#include <nats/nats.h>

#include <memory>

namespace cluster {

struct OptionsDeleter {
    void operator()(natsOptions* options) const { natsOptions_Destroy(options); }
};
using Options = std::unique_ptr<natsOptions, OptionsDeleter>;

/// Unsubscribes as well, if that is not done yet.
struct SubscriptionDeleter {
    void operator()(natsSubscription* subscription) const {
        natsSubscription_Destroy(subscription);
    }
};
using Subscription = std::unique_ptr<natsSubscription, SubscriptionDeleter>;

/// Closes as well, if that is not done yet.
struct ConnectionDeleter {
    void operator()(natsConnection* connection) const { natsConnection_Destroy(connection); }
};
using Connection = std::unique_ptr<natsConnection, ConnectionDeleter>;

struct MessageDeleter {
    void operator()(natsMsg* message) const { natsMsg_Destroy(message); }
};
using Message = std::unique_ptr<natsMsg, MessageDeleter>;

}  // namespace cluster
