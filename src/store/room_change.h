/// Room changes: whether an append may take its place in the log of a room as it is now.
///
/// Thread:     any. Pure functions.
/// Elsewhere:  what is about an earlier message is change.h.
#pragma once

#include <string_view>

#include "base/result.h"
#include "chat/event.h"
#include "chat/room.h"
#include "chat/store.h"

namespace store {

/// Whether an event of this kind happens in a room of that use. A repeated nonce is looked for before.
[[nodiscard]] constexpr bool may_happen(chat::EventKind kind, chat::RoomUse use) {
    return use == chat::RoomUse::active || kind == chat::EventKind::member_left ||
           kind == chat::EventKind::room_archived || kind == chat::EventKind::room_restored ||
           kind == chat::EventKind::expired;
}

struct RoomFacts {
    std::string_view name;
    std::string_view topic;
    chat::RoomUse use = chat::RoomUse::active;
};

/// append  is_about_room
/// errors  no_change
[[nodiscard]] base::Result<void, chat::StoreError> judge_room(const RoomFacts& room,
                                                              const chat::Append& append);

/// append  is_about_host, of somebody who is a member as `role`
/// errors  no_change
[[nodiscard]] base::Result<void, chat::StoreError> judge_host(chat::RoomRole role,
                                                              const chat::Append& append);

/// What they are after it.
[[nodiscard]] constexpr chat::RoomRole role_after(chat::EventKind kind) {
    return kind == chat::EventKind::host_made ? chat::RoomRole::host : chat::RoomRole::member;
}

}  // namespace store
