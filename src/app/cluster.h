/// Cluster: how this node hears the others, and where they are.
///
/// Thread:     made by main; problem() any; the rest the domain's.
/// Owns:       the bus: of NATS, or one that leads nowhere.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "app/config.h"
#include "base/executor.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "chat/bus.h"
#include "cluster/local/local_bus.h"
#include "cluster/nats/nats_bus.h"

namespace app {

class Cluster {
public:
    /// Throws StartError when a setting cannot be.
    Cluster(const Config& config, base::Random& random, base::Executor& domain,
            base::Metrics& metrics, base::Log& log);

    [[nodiscard]] chat::Bus& bus();
    /// Of this run of this node; empty: it is alone.
    [[nodiscard]] std::string id() const { return nats_ ? nats_->node().value() : std::string(); }
    /// Whether there can be other nodes.
    [[nodiscard]] bool is_alone() const { return nats_ == nullptr; }
    /// Why the other nodes are not heard, for people; empty: they are.
    [[nodiscard]] std::string problem() const { return nats_ ? nats_->problem() : std::string(); }

private:
    cluster::LocalNetwork nobody_;
    cluster::LocalBus alone_;
    std::unique_ptr<cluster::NatsBus> nats_;
};

/// What this node is called, for people.
[[nodiscard]] std::string node_name(const Config& config);

/// IP:PORT where the other nodes reach this one's public listener: what is configured; or where it listens; or, when that is every
/// interface, the address by which this machine reaches the bus.
///
/// port  that was bound
[[nodiscard]] std::string node_address(const Config& config, std::uint16_t port);

}  // namespace app
