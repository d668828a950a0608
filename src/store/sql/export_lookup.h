/// ExportLookup: reads what one person has said.
///
/// Thread:     the reader's.
/// Owns:       its prepared statements.
/// Invariant:  one call looks at kRoomsLookedAt rooms at most, so that other readers do not wait long.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chat/export_store.h"
#include "chat/ids.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

class ExportLookup {
public:
    static constexpr std::int64_t kRoomsLookedAt = 10'000;

    /// Throws Failure, as all here.
    ExportLookup(Database& database, Records& records);

    chat::SaidPage said(const chat::SaidRequest& request);

private:
    struct Room {
        Number number = 0;
        chat::RoomId id;
    };

    [[nodiscard]] std::optional<Number> number_in(Statement& statement, std::string_view id);
    /// The first room behind that number, and at most kRoomsLookedAt behind it, in which they said something.
    [[nodiscard]] std::optional<Room> next_room(Number user, Number after);
    /// The smallest `count` seqs above `after` of their messages in that room, ascending.
    [[nodiscard]] std::vector<chat::Seq> seqs(Number user, Number room, chat::Seq after,
                                              std::size_t count);

    Records& records_;
    Statement user_, room_, next_, last_room_, room_id_, seqs_;
};

}  // namespace store::sql
