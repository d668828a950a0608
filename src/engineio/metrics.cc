#include "engineio/metrics.h"

#include <fmt/format.h>

#include <cstddef>
#include <string>

#include "base/metrics.h"
#include "engineio/close_reason.h"
#include "engineio/refusal.h"

namespace engineio {

namespace {

constexpr std::string_view kOpened = "engineio_sessions_opened_total";
constexpr std::string_view kOpenedHelp = "Sessions begun, by their first transport.";

std::string label(std::string_view key, std::string_view value) {
    std::string words(value);
    for (char& c : words)
        if (c == ' ') c = '_';
    return fmt::format(R"({}="{}")", key, words);
}

}  // namespace

EngineMetrics::EngineMetrics(base::Metrics& metrics)
    : sessions(metrics.gauge("engineio_sessions", "Sessions open now.")),
      opened_polling(metrics.counter(kOpened, kOpenedHelp, R"(transport="polling")")),
      opened_websocket(metrics.counter(kOpened, kOpenedHelp, R"(transport="websocket")")),
      upgraded(metrics.counter("engineio_sessions_upgraded_total",
                               "Sessions that went from polling to a WebSocket.")),
      probes_failed(metrics.counter("engineio_probes_failed_total",
                                    "WebSockets that did not finish their probe.")),
      moved(metrics.counter("engineio_requests_moved_total",
                            "Requests that reached another loop than their session's.")),
      relayed(metrics.counter("engineio_requests_relayed_total",
                              "Requests that reached another node than their session's.")),
      queue_overflows(
          metrics.counter("engineio_polling_queue_overflows_total",
                          "Polling sessions closed because their send queue was full.")) {
    for (std::size_t i = 0; i < kCloseReasons; ++i)
        closed_by_reason.at(i) =
            &metrics.counter("engineio_sessions_closed_total", "Sessions ended, by reason.",
                             label("reason", text(static_cast<CloseReason>(i))));
    for (std::size_t i = 0; i < kRefusals; ++i)
        refused_by_rule.at(i) =
            &metrics.counter("engineio_requests_refused_total", "Requests refused, by rule.",
                             label("rule", name(static_cast<Refusal>(i))));
}

}  // namespace engineio
