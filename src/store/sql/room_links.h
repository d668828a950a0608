/// RoomLinks: writes the links that let people into rooms.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  at most chat::kRoomLinksMax of a room can be used; one is used no more often than it says.
/// Elsewhere:  room_record_lookup.h reads them.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class RoomLinks {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    explicit RoomLinks(Database& database);

    /// Those of the room that are over go.
    /// errors  too_many_links
    Answer<chat::RoomLink> make(Number room, Number creator, const chat::NewRoomLink& link);
    /// errors  link_spent
    Answer<void> revoke(Number room, const chat::RoomLinkId& link);
    /// errors  link_spent
    Answer<void> use(Number room, std::string_view token, base::WallTime now);

private:
    Statement remove_spent_, count_, insert_, delete_, use_;
};

}  // namespace store::sql
