/// What the bus between nodes counts.
///
/// Thread:     any.
#pragma once

#include "base/metrics.h"

namespace cluster {

struct NatsMetrics {
    explicit NatsMetrics(base::Metrics& registry) : registry_(registry) {}

private:
    base::Metrics& registry_;

    base::Counter& dropped(const char* reason) {
        return registry_.counter("bus_dropped_total", "Messages of this node that were not sent.",
                                 reason);
    }

public:
    base::Gauge& connected =
        registry_.gauge("bus_connected", "1 while this node is connected to the bus.");
    base::Gauge& rooms =
        registry_.gauge("bus_rooms", "Rooms of which this node hears what is said on the bus.");
    base::Counter& connects = registry_.counter("bus_connects_total", "Connections to the bus.");
    base::Counter& connects_failed = registry_.counter(
        "bus_connects_failed_total", "Attempts to connect to the bus that came to nothing.");
    base::Counter& reconnects = registry_.counter(
        "bus_reconnects_total", "Connections to the bus after one that was lost.");
    base::Counter& messages_out =
        registry_.counter("bus_messages_out_total", "Messages said to other nodes.");
    base::Counter& bytes_out =
        registry_.counter("bus_bytes_out_total", "Octets of messages said to other nodes.");
    base::Counter& messages_in =
        registry_.counter("bus_messages_in_total", "Messages heard from other nodes.");
    base::Counter& bytes_in =
        registry_.counter("bus_bytes_in_total", "Octets of messages heard from other nodes.");
    base::Counter& dropped_disconnected = dropped("reason=\"disconnected\"");
    base::Counter& dropped_outbox_full = dropped("reason=\"outbox_full\"");
    base::Counter& dropped_too_long = dropped("reason=\"too_long\"");
    base::Counter& slow_consumer =
        registry_.counter("bus_slow_consumer_total",
                          "Messages dropped that were heard faster than this node took them.");
    base::Counter& unknown = registry_.counter(
        "bus_messages_unknown_total", "Messages of a kind that this version does not know.");
    base::Counter& decode_errors = registry_.counter(
        "bus_decode_errors_total", "Messages that were no messages of ours, or broken.");
};

}  // namespace cluster
