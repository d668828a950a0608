/// What Engine.IO counts.
///
/// Thread:     any; the counters belong to the registry.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/metrics.h"
#include "engineio/close_reason.h"
#include "engineio/refusal.h"

namespace engineio {

struct EngineMetrics {
    explicit EngineMetrics(base::Metrics& metrics);

    base::Counter& closed(CloseReason reason) const {
        return *closed_by_reason[static_cast<std::size_t>(reason)];
    }
    base::Counter& refused(Refusal refusal) const {
        return *refused_by_rule[static_cast<std::size_t>(refusal)];
    }

    base::Gauge& sessions;            ///< open now
    base::Counter& opened_polling;    ///< sessions begun on polling
    base::Counter& opened_websocket;  ///< sessions begun on a WebSocket
    base::Counter& upgraded;          ///< sessions that went from polling to a WebSocket
    base::Counter& probes_failed;     ///< WebSockets that did not finish their probe
    base::Counter& moved;             ///< requests that reached another loop than their session's
    base::Counter& relayed;           ///< requests that reached another node than their session's
    base::Counter& queue_overflows;   ///< polling sessions whose send queue reached its bound
    std::array<base::Counter*, kCloseReasons> closed_by_reason{};
    std::array<base::Counter*, kRefusals> refused_by_rule{};
};

}  // namespace engineio
