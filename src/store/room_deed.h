/// Room deed: which of the things that happen to a room and to the people in it stand in the room's audit, and how.
///
/// Thread:     any. Pure functions.
/// Invariant:  both forms of the store keep the same of the same; the number is theirs to give.
#pragma once

#include <optional>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/store.h"

namespace store {

/// Whether whose message it is about decides whether it is a deed.
[[nodiscard]] constexpr bool needs_author(const chat::Append& append) {
    return append.kind == chat::EventKind::deleted && append.reach == chat::Append::Reach::anyones;
}

/// What an append that took its place in the log is in the audit. nullopt: nothing.
/// author  where needs_author(): whose message it is about; else it is not looked at
[[nodiscard]] std::optional<chat::RoomAuditEntry> deed_of(const chat::Append& append,
                                                          const chat::Named& author);

[[nodiscard]] chat::RoomAuditEntry deed_of(const chat::Ban& ban);

/// person  as they were called when the ban began
[[nodiscard]] chat::RoomAuditEntry deed_of_lifting(const chat::Named& person, const chat::Named& by,
                                                   base::WallTime time);

[[nodiscard]] chat::RoomAuditEntry deed_of_making(const chat::RoomLink& link);

[[nodiscard]] chat::RoomAuditEntry deed_of_revoking(const chat::RoomLinkId& link,
                                                    const chat::Named& by, base::WallTime time);

}  // namespace store
