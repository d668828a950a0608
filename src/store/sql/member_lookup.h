/// MemberLookup: reads who is in a room, who may not be or write there, and who has an account.
///
/// Thread:     the reader's.
/// Owns:       its prepared statements.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class MemberLookup {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    explicit MemberLookup(Database& database);

    /// errors  no_such_room
    Answer<std::optional<chat::Member>> find(const chat::RoomId& room, const chat::UserId& user);
    /// errors  no_such_room
    Answer<chat::Roster> roster(const chat::RosterRequest& request);
    /// errors  no_such_room
    Answer<std::vector<chat::Ban>> bans(const chat::RoomId& room, base::WallTime now);
    /// errors  no_such_room
    Answer<std::vector<chat::MuteEntry>> mutes(const chat::RoomId& room, base::WallTime now);

    std::vector<chat::User> find_accounts(std::string_view key_prefix, std::uint32_t limit);

private:
    std::optional<Number> number_of(const chat::RoomId& room);

    Statement room_, find_, user_, roster_, bans_, mutes_, accounts_;
};

}  // namespace store::sql
