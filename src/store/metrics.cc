#include "store/metrics.h"

#include "base/metrics.h"

namespace store {

Metrics::Metrics(base::Metrics& registry)
    : append_seconds(registry.histogram(
          "store_append_seconds", "From the call to the reply, of appends that were committed.")),
      commit_seconds(registry.histogram("store_commit_seconds",
                                        "One transaction, from its begin until it is durable.")),
      commits(registry.counter("store_commits_total", "Transactions made durable.")),
      commit_failures(
          registry.counter("store_commit_failures_total",
                           "Transactions rolled back because the disk or the database failed.")),
      conflicts(registry.counter(
          "store_conflicts_total",
          "Transactions decided again because another node's stood in their way.")),
      doubts(registry.counter(
          "store_doubtful_commits_total",
          "Commits whose answer was lost, so that the database was asked what became of them.")),
      writes(registry.counter("store_writes_total",
                              "Writing requests decided; by commits, how many share one.")),
      reads(registry.counter("store_reads_total", "Reading requests answered.")),
      refused_writes(registry.counter("store_refused_total",
                                      "Requests refused because too many were waiting.",
                                      R"(kind="write")")),
      refused_reads(registry.counter("store_refused_total",
                                     "Requests refused because too many were waiting.",
                                     R"(kind="read")")),
      checkpoints(registry.counter("store_checkpoints_total",
                                   "Times the write-ahead log was copied into the database.")),
      checkpoint_failures(
          registry.counter("store_checkpoint_failures_total",
                           "Times copying the write-ahead log into the database failed.")),
      sessions_removed(
          registry.counter("store_sessions_removed_total", "Sessions removed after their end.")),
      indexed(
          registry.counter("store_indexed_events_total", "Events the search index has taken in.")),
      index_failures(registry.counter("store_index_failures_total",
                                      "Times the search index could not be written.")),
      index_rebuilds(
          registry.counter("store_index_rebuilds_total", "Times the search index was begun anew.")),
      index_purges(registry.counter("store_index_purges_total",
                                    "Times deleted words were removed from the search index.")),
      index_behind(registry.gauge("store_index_behind_events",
                                  "Events that the search index does not have yet.")),
      search_seconds(registry.histogram("store_search_seconds",
                                        "One page of a search, without waiting for its turn.")),
      searches_cut(registry.counter("store_searches_cut_total",
                                    "Pages of a search that ended at the bound of their work.")),
      refused_searches(registry.counter("store_refused_total",
                                        "Requests refused because too many were waiting.",
                                        R"(kind="search")")),
      wal_bytes(registry.gauge("store_wal_bytes", "The write-ahead log not yet started over.")),
      is_ready(registry.gauge("store_ready", "1 when the last commit succeeded, else 0.")) {}

}  // namespace store
