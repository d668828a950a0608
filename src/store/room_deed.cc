#include "store/room_deed.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/store.h"

namespace store {

using chat::EventKind;
using chat::RoomAuditEntry;
using chat::RoomDeed;

namespace {

/// When a mute ends that reads so. nullopt: never.
std::optional<base::WallTime> end_in(std::string_view text) {
    std::int64_t milliseconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    if (text.empty() || read.ec != std::errc()) return std::nullopt;
    return base::WallTime(base::Milliseconds(milliseconds));
}

chat::Named actor_of(const chat::Append& append) {
    return {.user = append.actor, .nickname = append.nickname};
}

/// Somebody did it to the room.
RoomAuditEntry to_room(const chat::Append& append, RoomDeed deed, std::string detail = {}) {
    return {.time = append.time,
            .by = append.by.value_or(actor_of(append)),
            .deed = deed,
            .detail = std::move(detail)};
}

/// Somebody did it to the actor.
RoomAuditEntry to_actor(const chat::Append& append, RoomDeed deed) {
    return {.time = append.time,
            .by = append.by.value_or(actor_of(append)),
            .deed = deed,
            .person = actor_of(append)};
}

}  // namespace

std::optional<RoomAuditEntry> deed_of(const chat::Append& append, const chat::Named& author) {
    switch (append.kind) {
        case EventKind::member_joined:
            if (!append.by) return std::nullopt;
            return to_actor(append, RoomDeed::added);
        case EventKind::member_left:
            if (!append.by) return std::nullopt;
            return to_actor(append, RoomDeed::removed);
        case EventKind::deleted: {
            if (!needs_author(append) || author.user == append.actor) return std::nullopt;
            RoomAuditEntry entry =
                to_room(append, RoomDeed::message_deleted, std::to_string(append.target));
            entry.person = author;
            return entry;
        }
        case EventKind::room_renamed:
            return to_room(append, RoomDeed::renamed, append.text);
        case EventKind::topic_changed:
            return to_room(append, RoomDeed::topic_changed, append.text);
        case EventKind::room_archived:
            return to_room(append, RoomDeed::archived);
        case EventKind::room_restored:
            return to_room(append, RoomDeed::restored);
        case EventKind::host_made:
            return to_actor(append, RoomDeed::host_made);
        case EventKind::host_removed:
            return to_actor(append, RoomDeed::host_removed);
        case EventKind::message_pinned:
            return to_room(append, RoomDeed::pinned, std::to_string(append.target));
        case EventKind::message_unpinned:
            return to_room(append, RoomDeed::unpinned, std::to_string(append.target));
        case EventKind::muted: {
            RoomAuditEntry entry = to_actor(append, RoomDeed::muted);
            entry.until = end_in(append.text);
            return entry;
        }
        case EventKind::unmuted:
            return to_actor(append, RoomDeed::unmuted);
        case EventKind::slow_mode_set:
            return to_room(append, RoomDeed::slow_mode_set, append.text);
        case EventKind::retention_set:
            return to_room(append, RoomDeed::retention_set, append.text);
        case EventKind::message:
        case EventKind::edited:
        case EventKind::reaction_added:
        case EventKind::reaction_removed:
        case EventKind::expired:
            break;
    }
    return std::nullopt;
}

RoomAuditEntry deed_of(const chat::Ban& ban) {
    return {.time = ban.created,
            .by = ban.by,
            .deed = RoomDeed::banned,
            .person = {.user = ban.user, .nickname = ban.nickname},
            .detail = ban.reason,
            .until = ban.until};
}

RoomAuditEntry deed_of_lifting(const chat::Named& person, const chat::Named& by,
                               base::WallTime time) {
    return {.time = time, .by = by, .deed = RoomDeed::ban_lifted, .person = person};
}

RoomAuditEntry deed_of_making(const chat::RoomLink& link) {
    return {.time = link.created,
            .by = link.creator,
            .deed = RoomDeed::link_made,
            .detail = link.id.value()};
}

RoomAuditEntry deed_of_revoking(const chat::RoomLinkId& link, const chat::Named& by,
                                base::WallTime time) {
    return {.time = time, .by = by, .deed = RoomDeed::link_revoked, .detail = link.value()};
}

}  // namespace store
