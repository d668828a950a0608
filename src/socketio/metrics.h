/// What Socket.IO counts.
///
/// Thread:     any; the counters belong to the registry.
#pragma once

#include "base/metrics.h"
#include "socketio/packet_reader.h"

namespace socketio {

struct SocketMetrics {
    explicit SocketMetrics(base::Metrics& metrics);

    /// Packets that broke a rule are rare: looking the counter up is cheap enough.
    void count_refused(PacketError error) const;

    base::Metrics& registry;
    base::Gauge& sockets;             ///< connected now, in all namespaces
    base::Counter& accepted;          ///< CONNECTs answered with a socket's id
    base::Counter& refused;           ///< CONNECTs answered with an error
    base::Counter& events;            ///< received
    base::Counter& broadcasts;        ///< packets given to a room, once for each loop
    base::Counter& deliveries;        ///< packets given to sockets by those
    base::Counter& connect_timeouts;  ///< clients that joined no namespace in time
    base::Counter& ack_timeouts;      ///< acknowledgements that clients did not give
    base::Counter& rooms_refused;     ///< joins over the bound
};

}  // namespace socketio
