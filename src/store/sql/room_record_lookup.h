/// RoomRecordLookup: reads the links that let people into rooms, and who did what to a room.
///
/// Thread:     the reader's.
/// Owns:       its prepared statements.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class RoomRecordLookup {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    explicit RoomRecordLookup(Database& database);

    /// errors  no_such_room
    Answer<std::vector<chat::RoomLink>> links(const chat::RoomId& room, base::WallTime now);
    std::optional<chat::RoomLink> find_link(std::string_view token, base::WallTime now);
    /// errors  no_such_room
    Answer<chat::RoomAuditPage> audit(const chat::RoomAuditRequest& request);

private:
    std::optional<Number> number_of(const chat::RoomId& room);

    Statement room_, links_, link_, audit_;
};

}  // namespace store::sql
