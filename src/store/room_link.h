/// Room link: whether an invite link still lets somebody in.
///
/// Thread:     any. Pure functions.
/// Elsewhere:  SQL that says the same is sqlite/room_links.cc.
#pragma once

#include "base/clock.h"
#include "chat/room_records.h"

namespace store {

[[nodiscard]] inline bool can_be_used(const chat::RoomLink& link, base::WallTime now) {
    return link.expires > now && (link.uses_max == 0 || link.uses < link.uses_max);
}

}  // namespace store
