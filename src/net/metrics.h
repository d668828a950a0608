/// What net counts. One set per Wire, all on the same counters of the registry.
///
/// Thread:     any.
/// Owns:       nothing; the registry owns the counters.
#pragma once

#include <array>
#include <cstdint>

#include "base/metrics.h"

namespace net {

/// Why a connection ended, as the metrics tell it.
enum class Ending : std::uint8_t {
    peer,         ///< the peer finished or said goodbye
    lost,         ///< reset, or no answer for too long
    ours,         ///< after an answer or a close frame of ours
    timeout,      ///< the peer let a deadline pass
    refused,      ///< over the connection limit
    bad_request,  ///< broke a rule of HTTP or WebSocket
    slow_reader,  ///< did not take what was sent to it
};
inline constexpr std::size_t kEndings = 7;

/// As http::RelayFailure has them.
inline constexpr std::size_t kRelayFailures = 3;

struct Metrics {
    explicit Metrics(base::Metrics& registry);

    base::Counter& ended(Ending ending) const {
        return *connections_ended.at(static_cast<std::size_t>(ending));
    }
    /// By class: 1xx is 0, 5xx is 4.
    base::Counter& answered(unsigned status) const {
        return *http_responses.at(status >= 100 && status < 600 ? status / 100 - 1 : 4);
    }

    base::Gauge& connections_open;
    base::Gauge& websockets_open;
    base::Gauge& relays_open;
    base::Counter& connections_accepted;
    base::Counter& connections_refused;
    base::Counter& accept_failures;
    base::Counter& received_bytes;
    base::Counter& sent_bytes;
    base::Counter& sends;
    base::Counter& slow_readers;
    base::Counter& reading_paused;
    base::Counter& timeouts_head;
    base::Counter& timeouts_body;
    base::Counter& timeouts_idle;
    base::Counter& timeouts_close;
    std::array<base::Counter*, kEndings> connections_ended;
    std::array<base::Counter*, 5> http_responses;
    std::array<base::Counter*, kRelayFailures> relays_failed;
};

}  // namespace net
