/// NatsSettings: where the NATS servers are, how this cluster is let in, and the bounds of what waits.
///
/// Thread:     any. Values.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "base/clock.h"

namespace cluster {

struct NatsLimits {
    /// Messages that wait to be sent. More: dropped, counted.
    std::size_t outbox_messages_max = 16'384;
    /// Messages that wait for the domain. More: this node is slow; dropped, counted, and told as on_bus_restored().
    std::size_t inbox_messages_max = 16'384;
    /// To find, greet and be let in by one server.
    base::Milliseconds connect_timeout = std::chrono::seconds(2);
    /// For the octets of one write; longer: the connection is lost.
    base::Milliseconds write_timeout = std::chrono::seconds(2);
    /// A server that answers none of two pings is gone.
    base::Milliseconds ping_interval = std::chrono::seconds(5);
    /// Between two attempts to connect: at first the one, doubled up to the other; by chance down to half of it.
    base::Milliseconds retry_delay_min{100};
    base::Milliseconds retry_delay_max = std::chrono::seconds(2);
};

struct NatsSettings {
    /// nats://host:port or tls://host:port, with user:password@ before the host when it has them; several servers of one
    /// NATS cluster stand with commas between.
    std::string url = "nats://127.0.0.1:4222";
    std::string credentials_file{};  ///< of a NATS user (.creds); empty: none
    std::string ca_file{};           ///< whom to trust with TLS, PEM; empty: whom the system trusts
    /// Begins all subjects, so that several clusters share a server: tokens of letters, digits, - and _, with dots
    /// between.
    std::string subject_prefix = "parlor";
    NatsLimits limits{};
};

}  // namespace cluster
