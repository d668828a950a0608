/// RoomChanges: writes what a room is called, about and used for, who hosts it and who may not come.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Elsewhere:  member_lookup.h reads them; what may happen is store/room_change.h.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class RoomChanges {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    explicit RoomChanges(Database& database);

    /// append  is_about_room
    /// errors  no_change, name_taken
    Answer<void> change_room(const chat::Append& append, Number room);
    /// append  is_about_host
    /// errors  not_a_member, no_change
    Answer<void> change_host(const chat::Append& append, Number room, Number user);
    void make_host(Number room, Number user);

    [[nodiscard]] bool is_banned(Number room, Number user, base::WallTime now);
    /// errors  too_many
    Answer<void> ban(Number room, Number user, Number doer, const chat::Ban& ban);
    /// errors  no_change
    Answer<void> lift_ban(Number room, Number user);

private:
    Statement facts_, rename_, set_topic_, set_use_, taken_;
    Statement role_, set_role_;
    Statement banned_, remove_bans_, count_bans_, put_ban_, lift_;
};

}  // namespace store::sql
