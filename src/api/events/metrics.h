/// Metrics of the public events.
#pragma once

#include "base/metrics.h"

namespace api::events {

struct EventMetrics {
    explicit EventMetrics(base::Metrics& metrics)
        : events(metrics.counter("api_events_total", "Events that clients sent.")),
          invalid(metrics.counter("api_events_refused_total",
                                  "Events refused before the domain saw them.",
                                  "reason=\"invalid_payload\"")),
          unknown(metrics.counter("api_events_refused_total",
                                  "Events refused before the domain saw them.",
                                  "reason=\"unknown_event\"")),
          rate_limited(metrics.counter("api_events_refused_total",
                                       "Events refused before the domain saw them.",
                                       "reason=\"rate_limited\"")),
          overloaded(metrics.counter("api_events_refused_total",
                                     "Events refused before the domain saw them.",
                                     "reason=\"overloaded\"")),
          connects_invalid(metrics.counter("api_connects_refused_total",
                                           "Connects refused before the domain saw them.",
                                           "reason=\"auth_invalid\"")),
          connects_rate_limited(metrics.counter("api_connects_refused_total",
                                                "Connects refused before the domain saw them.",
                                                "reason=\"rate_limited\"")),
          connects_overloaded(metrics.counter("api_connects_refused_total",
                                              "Connects refused before the domain saw them.",
                                              "reason=\"overloaded\"")) {}

    base::Counter& events;
    base::Counter& invalid;
    base::Counter& unknown;
    base::Counter& rate_limited;
    base::Counter& overloaded;
    base::Counter& connects_invalid;
    base::Counter& connects_rate_limited;
    base::Counter& connects_overloaded;
};

}  // namespace api::events
