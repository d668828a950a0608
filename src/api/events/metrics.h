/// Metrics of the public events.
#pragma once

#include "base/metrics.h"

namespace api::events {

struct EventMetrics {
    explicit EventMetrics(base::Metrics& metrics)
        : events(metrics.counter("api_events_total", "Events that clients sent.")),
          invalid(refused_event(metrics, "reason=\"invalid_payload\"")),
          unknown(refused_event(metrics, "reason=\"unknown_event\"")),
          rate_limited(refused_event(metrics, "reason=\"rate_limited\"")),
          overloaded(refused_event(metrics, "reason=\"overloaded\"")),
          connects_invalid(refused_connect(metrics, "reason=\"auth_invalid\"")),
          connects_rate_limited(refused_connect(metrics, "reason=\"rate_limited\"")),
          connects_overloaded(refused_connect(metrics, "reason=\"overloaded\"")) {}

    base::Counter& events;
    base::Counter& invalid;
    base::Counter& unknown;
    base::Counter& rate_limited;
    base::Counter& overloaded;
    base::Counter& connects_invalid;
    base::Counter& connects_rate_limited;
    base::Counter& connects_overloaded;

private:
    static base::Counter& refused_event(base::Metrics& metrics, const char* labels) {
        return metrics.counter("api_events_refused_total",
                               "Events refused before the domain saw them.", labels);
    }
    static base::Counter& refused_connect(base::Metrics& metrics, const char* labels) {
        return metrics.counter("api_connects_refused_total",
                               "Connects refused before the domain saw them.", labels);
    }
};

}  // namespace api::events
