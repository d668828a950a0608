/// Metrics of the stores, as /metrics shows them.
///
/// Thread:     any.
/// Owns:       nothing; the registry outlives every store.
#pragma once

#include "base/metrics.h"

namespace store {

struct Metrics {
    explicit Metrics(base::Metrics& registry);

    base::Histogram& append_seconds;
    base::Histogram& commit_seconds;
    base::Counter& commits;
    base::Counter& commit_failures;
    base::Counter& conflicts;
    base::Counter& doubts;
    base::Counter& writes;
    base::Counter& reads;
    base::Counter& refused_writes;
    base::Counter& refused_reads;
    base::Counter& checkpoints;
    base::Counter& checkpoint_failures;
    base::Counter& sessions_removed;
    base::Counter& indexed;
    base::Counter& index_failures;
    base::Counter& index_rebuilds;
    base::Counter& index_purges;
    base::Gauge& index_behind;
    base::Histogram& search_seconds;
    base::Counter& searches_cut;
    base::Counter& refused_searches;
    base::Gauge& wal_bytes;
    base::Gauge& is_ready;
};

}  // namespace store
