/// PinLookup: reads a room's pins, and what a message read before.
///
/// Thread:     the reader's.
/// Owns:       its prepared statements.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

class PinLookup {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    PinLookup(Database& database, Records& records);

    /// errors  no_such_room
    Answer<std::vector<chat::Pin>> pins(const chat::RoomId& room);
    /// errors  no_such_room, no_such_message
    Answer<chat::Versions> versions(const chat::RoomId& room, chat::Seq message);

private:
    struct FoundRoom {
        Number number = 0;
        chat::Seq head = 0;
    };
    std::optional<FoundRoom> find_room(const chat::RoomId& room);

    Database& database_;
    Records& records_;
    Statement room_, pins_, message_, versions_;
};

}  // namespace store::sql
