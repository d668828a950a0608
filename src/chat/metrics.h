/// What the domain counts.
///
/// Thread:     any.
#pragma once

#include "base/metrics.h"

namespace chat {

struct ChatMetrics {
    explicit ChatMetrics(base::Metrics& registry) : registry_(registry) {}

private:
    base::Metrics& registry_;

    base::Counter& refused(const char* reason) {
        return registry_.counter("chat_posts_refused_total",
                                 "Messages and changes of messages refused, by reason.", reason);
    }
    base::Counter& catchup(const char* form) {
        return registry_.counter("chat_catchups_total",
                                 "Catch-ups, by where they came from or what they became.", form);
    }
    base::Counter& sign_in(const char* outcome) {
        return registry_.counter("chat_sign_ins_total", "Sign-ins, by what became of them.",
                                 outcome);
    }

public:
    base::Counter& messages_posted =
        registry_.counter("chat_messages_posted_total", "Messages committed by this node.");
    base::Counter& changes_committed = registry_.counter(
        "chat_changes_committed_total", "Edits, deletions and reactions committed by this node.");
    base::Counter& messages_repeated =
        registry_.counter("chat_messages_repeated_total",
                          "Messages and changes that came again and got their first answer.");
    base::Counter& refused_text = refused("reason=\"text\"");
    base::Counter& refused_emoji = refused("reason=\"emoji\"");
    base::Counter& refused_target = refused("reason=\"target\"");
    base::Counter& refused_membership = refused("reason=\"membership\"");
    base::Counter& refused_rate = refused("reason=\"rate\"");
    base::Counter& refused_muted = refused("reason=\"muted\"");
    base::Counter& refused_slow_mode = refused("reason=\"slow_mode\"");
    base::Counter& slow_mode_forgotten =
        registry_.counter("chat_slow_mode_forgotten_total",
                          "People forgotten before their wait was over, for too many wait.");
    base::Counter& refused_waiting = refused("reason=\"appends_waiting\"");
    base::Counter& refused_store = refused("reason=\"store\"");
    base::Gauge& people_present = registry_.gauge("chat_people_present", "People present.");
    base::Gauge& connections = registry_.gauge("chat_connections", "Connections of people.");
    base::Gauge& rooms_active = registry_.gauge("chat_rooms_active", "Rooms with members present.");
    base::Gauge& recent_bytes =
        registry_.gauge("chat_recent_bytes", "Recent events kept in memory.");
    base::Gauge& appends_waiting =
        registry_.gauge("chat_appends_waiting", "Events given to the store, not yet answered.");
    base::Counter& connects_refused =
        registry_.counter("chat_connects_refused_total", "Connects refused.");
    base::Counter& gap_repairs =
        registry_.counter("chat_gap_repairs_total", "Reads of the store to close a gap.");
    base::Counter& catchups_memory = catchup("form=\"memory\"");
    base::Counter& catchups_store = catchup("form=\"store\"");
    base::Counter& catchups_reset = catchup("form=\"reset\"");
    base::Counter& catchups_empty = catchup("form=\"empty\"");  ///< resets without events
    base::Counter& accounts_made =
        registry_.counter("chat_accounts_made_total", "Accounts made by this node.");
    base::Counter& sign_ins = sign_in("outcome=\"done\"");
    base::Counter& sign_ins_wrong = sign_in("outcome=\"wrong\"");
    base::Counter& sign_ins_limited = sign_in("outcome=\"rate_limited\"");
    base::Counter& searches = registry_.counter("chat_searches_total", "Searches and dates asked.");
    base::Counter& searches_refused = registry_.counter(
        "chat_searches_refused_total", "Searches refused because too many were under way.");
    base::Gauge& searches_underway =
        registry_.gauge("chat_searches_underway", "Searches given to the store, not yet answered.");
    base::Gauge& nodes =
        registry_.gauge("cluster_nodes", "Nodes that are alive, this one included.");
    base::Counter& nodes_lost = registry_.counter(
        "cluster_nodes_lost_total", "Times that another node fell silent and was given up.");
    base::Counter& rosters_asked =
        registry_.counter("cluster_rosters_asked_total",
                          "Times that a node was asked for all who are present on it.");
    base::Counter& rate_limited =
        registry_.counter("chat_rate_limited_total", "Requests over a person's rate.");
};

}  // namespace chat
