/// RoomNotes: writes who did what to a room.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  at most chat::kRoomAuditMax of a room are kept: the oldest go.
/// Elsewhere:  room_record_lookup.h reads them; what is noted is store/room_deed.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "chat/event.h"
#include "chat/room_records.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class RoomNotes {
public:
    /// Throws Failure, as all here.
    explicit RoomNotes(Database& database);

    /// Everybody in the entry is known to the store.
    void note(Number room, const chat::RoomAuditEntry& entry);

    /// Whose message stands at `place`, as they were called when they sent it.
    [[nodiscard]] chat::Named author_at(std::int64_t place);
    /// What a banned person was called when that began. nullopt: they are not banned.
    [[nodiscard]] std::optional<std::string> banned_name(Number room, Number user);

private:
    Statement put_, trim_, author_, banned_name_;
};

}  // namespace store::sql
