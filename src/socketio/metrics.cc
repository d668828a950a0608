#include "socketio/metrics.h"

#include <fmt/format.h>

#include "base/metrics.h"
#include "socketio/packet_reader.h"

namespace socketio {

SocketMetrics::SocketMetrics(base::Metrics& metrics)
    : registry(metrics),
      sockets(metrics.gauge("socketio_sockets", "Sockets connected now, in all namespaces.")),
      accepted(metrics.counter("socketio_connects_accepted_total",
                               "CONNECT packets answered with a socket.")),
      refused(metrics.counter("socketio_connects_refused_total",
                              "CONNECT packets answered with an error.")),
      events(metrics.counter("socketio_events_total", "Events received.")),
      broadcasts(metrics.counter("socketio_broadcasts_total",
                                 "Packets given to a room, counted on each loop.")),
      deliveries(
          metrics.counter("socketio_deliveries_total", "Packets given to sockets by broadcasts.")),
      connect_timeouts(metrics.counter("socketio_connect_timeouts_total",
                                       "Clients that joined no namespace in time.")),
      ack_timeouts(metrics.counter("socketio_ack_timeouts_total",
                                   "Acknowledgements that clients did not give in time.")),
      rooms_refused(metrics.counter("socketio_rooms_refused_total",
                                    "Joins refused because a socket was in too many rooms.")) {}

void SocketMetrics::count_refused(PacketError error) const {
    registry
        .counter("socketio_packets_refused_total", "Packets that broke a rule, by rule.",
                 fmt::format(R"(rule="{}")", name(error)))
        .add();
}

}  // namespace socketio
