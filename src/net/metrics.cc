#include "net/metrics.h"

#include <string_view>

namespace net {
namespace {

base::Counter& timeouts(base::Metrics& registry, std::string_view labels) {
    return registry.counter("net_timeouts_total", "Deadlines that peers let pass", labels);
}

base::Counter* ended_by(base::Metrics& registry, std::string_view labels) {
    return &registry.counter("net_connections_ended_total", "Connections that ended, by reason",
                             labels);
}

base::Counter* relays_failed_by(base::Metrics& registry, std::string_view labels) {
    return &registry.counter("net_relays_failed_total",
                             "Requests relayed to another server without an answer, by reason",
                             labels);
}

base::Counter* responses(base::Metrics& registry, std::string_view labels) {
    return &registry.counter("net_http_responses_total", "HTTP responses, by class of status",
                             labels);
}

}  // namespace

Metrics::Metrics(base::Metrics& r)
    : connections_open(r.gauge("net_connections_open", "Connections that are open")),
      websockets_open(r.gauge("net_websockets_open", "Connections that are WebSockets")),
      relays_open(r.gauge("net_relays_open",
                          "Requests and connections that are relayed to another server")),
      connections_accepted(
          r.counter("net_connections_accepted_total", "Connections that were accepted")),
      connections_refused(r.counter("net_connections_refused_total",
                                    "Connections answered 503 because of the limit")),
      accept_failures(r.counter("net_accept_failures_total",
                                "Times the system refused to give us a connection")),
      received_bytes(r.counter("net_received_bytes_total", "Octets received")),
      sent_bytes(r.counter("net_sent_bytes_total", "Octets sent")),
      sends(r.counter("net_sends_total", "Calls that sent octets")),
      slow_readers(r.counter("net_slow_readers_total",
                             "Peers given up because their queue was over its bound")),
      reading_paused(r.counter("net_reading_paused_total",
                               "Times reading stopped until the peer takes its answers")),
      timeouts_head(timeouts(r, R"(waiting_for="head")")),
      timeouts_body(timeouts(r, R"(waiting_for="body")")),
      timeouts_idle(timeouts(r, R"(waiting_for="request")")),
      timeouts_close(timeouts(r, R"(waiting_for="close")")),
      connections_ended{
          ended_by(r, R"(reason="peer")"),        ended_by(r, R"(reason="lost")"),
          ended_by(r, R"(reason="ours")"),        ended_by(r, R"(reason="timeout")"),
          ended_by(r, R"(reason="refused")"),     ended_by(r, R"(reason="bad_request")"),
          ended_by(r, R"(reason="slow_reader")"),
      },
      http_responses{
          responses(r, R"(status="1xx")"), responses(r, R"(status="2xx")"),
          responses(r, R"(status="3xx")"), responses(r, R"(status="4xx")"),
          responses(r, R"(status="5xx")"),
      },
      relays_failed{
          relays_failed_by(r, R"(reason="no_room")"),
          relays_failed_by(r, R"(reason="unreachable")"),
          relays_failed_by(r, R"(reason="timeout")"),
      } {}

}  // namespace net
