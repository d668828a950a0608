/// Metrics of hashing passwords.
#pragma once

#include "base/metrics.h"

namespace api::auth {

struct PasswordMetrics {
    explicit PasswordMetrics(base::Metrics& metrics)
        : waiting(
              metrics.gauge("api_password_hashes_waiting", "Passwords that wait to be hashed.")),
          refused(metrics.counter("api_password_hashes_refused_total",
                                  "Passwords not hashed: too many waited, no memory, or closing.")),
          seconds(metrics.histogram("api_password_hash_seconds", "How long one hash took.")) {}

    base::Gauge& waiting;
    base::Counter& refused;
    base::Histogram& seconds;
};

}  // namespace api::auth
