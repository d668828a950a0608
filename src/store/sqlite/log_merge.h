/// LogMerge: the rooms' logs as one, by time, from where the index was to where the rooms are.
///
/// Thread:     the indexer's.
/// Owns:       the next event of each room that has one.
/// Invariant:  gives each room's events in order, and of all rooms the earliest next one.
#pragma once

#include <queue>
#include <vector>

#include "chat/ids.h"
#include "store/sql/place.h"
#include "store/sqlite/log_source.h"

namespace store::sqlite {

class LogMerge {
public:
    /// Adds a room whose events after `read` up to `head` are to come. Throws Failure, as all that reads.
    void add(LogSource& source, sql::Number room, chat::Seq read, chat::Seq head);

    [[nodiscard]] bool is_empty() const { return rooms_.empty(); }

    /// The next event. Not when it is empty.
    [[nodiscard]] LogEntry next(LogSource& source);

private:
    struct Room {
        LogEntry entry;
        chat::Seq head = 0;
    };
    struct Later {
        bool operator()(const Room& a, const Room& b) const {
            if (a.entry.time_ms != b.entry.time_ms) return a.entry.time_ms > b.entry.time_ms;
            return a.entry.place > b.entry.place;
        }
    };
    std::priority_queue<Room, std::vector<Room>, Later> rooms_;
};

}  // namespace store::sqlite
