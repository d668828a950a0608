/// Metrics of REST.
#pragma once

#include "base/metrics.h"

namespace api::rest {

struct RestMetrics {
    explicit RestMetrics(base::Metrics& metrics)
        : requests(metrics.counter("api_rest_requests_total", "REST requests with an operation.")),
          invalid(refused(metrics, "reason=\"invalid_payload\"")),
          foreign(refused(metrics, "reason=\"origin_forbidden\"")),
          rate_limited(refused(metrics, "reason=\"rate_limited\"")),
          overloaded(refused(metrics, "reason=\"overloaded\"")) {}

    base::Counter& requests;
    base::Counter& invalid;
    base::Counter& foreign;
    base::Counter& rate_limited;
    base::Counter& overloaded;

private:
    static base::Counter& refused(base::Metrics& metrics, const char* labels) {
        return metrics.counter("api_rest_refused_total",
                               "REST requests refused before the domain saw them.", labels);
    }
};

}  // namespace api::rest
