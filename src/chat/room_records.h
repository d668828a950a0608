/// RoomRecords: the port through which the domain keeps what a room has beside its log: pins, mutes, invite links, its
/// audit, and what its messages read before.
///
/// Thread:     the domain's for calls; replies run on the domain's executor, never inside the call.
/// Owns:       everything durable.
/// Invariant:  as RoomStore: a reply with a value means committed; requests of one caller are decided in order, those to
///             Store among them. Pins and mutes are written by Store::append.
/// Elsewhere:  tests/store/room_records_contract.h is what the suites that every form passes are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/strong_id.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

struct Pin {
    Event message;  ///< as it stands
    Named by;
    base::WallTime time{};

    friend bool operator==(const Pin&, const Pin&) = default;
};

/// What a message read from `time` on.
struct Version {
    Seq seq = 0;  ///< of the event that made it so: the message itself, or an `edited`
    base::WallTime time{};
    std::string text;

    friend bool operator==(const Version&, const Version&) = default;
};

struct Versions {
    UserId author;
    /// The first one first, the one that it reads now last; of more than kVersionsMax the newest.
    std::vector<Version> versions;

    friend bool operator==(const Versions&, const Versions&) = default;
};

/// Versions of one message that are told.
inline constexpr std::size_t kVersionsMax = 1000;

/// Somebody who may not write in a room.
struct MuteEntry {
    Named person;  ///< as they were called when it began
    Named by;
    base::WallTime created{};
    Mute mute{};

    friend bool operator==(const MuteEntry&, const MuteEntry&) = default;
};

/// Names an invite link to those who manage them; no secret.
using RoomLinkId = base::StrongId<struct RoomLinkTag>;

/// Lets people into a room.
struct RoomLink {
    RoomLinkId id;
    RoomId room;
    Named creator;
    base::WallTime created{};
    base::WallTime expires{};
    std::uint32_t uses_max = 0;  ///< 0: any number
    std::uint32_t uses = 0;

    friend bool operator==(const RoomLink&, const RoomLink&) = default;
};

struct NewRoomLink {
    RoomLink link;
    SecretHash token;
};

/// The numbers are kept in stores; never reuse one.
enum class RoomDeed : std::uint8_t {
    added = 1,  ///< somebody, by another one
    removed = 2,
    banned = 3,
    ban_lifted = 4,
    host_made = 5,
    host_removed = 6,
    renamed = 7,
    topic_changed = 8,
    archived = 9,
    restored = 10,
    message_deleted = 11,  ///< somebody else's
    pinned = 12,
    unpinned = 13,
    muted = 14,
    unmuted = 15,
    slow_mode_set = 16,
    link_made = 17,
    link_revoked = 18,
    retention_set = 19,
};

/// Who did what to a room or to somebody in it.
struct RoomAuditEntry {
    std::uint64_t number = 0;  ///< 1, 2, 3 ... in the room; the store gives it
    base::WallTime time{};
    Named by;
    RoomDeed deed = RoomDeed::added;
    Named person{};        ///< to whom; an empty id: to nobody
    std::string detail{};  ///< docs/protocol/events.md says what it is, by deed; may be empty
    std::optional<base::WallTime> until = std::nullopt;  ///< of a ban or a mute that ends

    friend bool operator==(const RoomAuditEntry&, const RoomAuditEntry&) = default;
};

inline constexpr std::size_t kRoomAuditMax = 10'000;  ///< of one room; the oldest go

struct RoomAuditRequest {
    RoomId room;
    std::uint64_t before =
        0;  ///< the number of the last entry of the page before; 0: from the newest on
    std::uint32_t limit = 50;
};

struct RoomAuditPage {
    std::vector<RoomAuditEntry> entries;  ///< the newest first
    bool more = false;
};

/// How far a room's oldest messages are gone.
struct Expired {
    Seq up_to = 0;
    Ordinal ordinal = 0;  ///< messages up to there
    bool more = false;    ///< there are others that are old enough
    Named by{};           ///< who said how long messages are kept

    friend bool operator==(const Expired&, const Expired&) = default;
};

class RoomRecords {
public:
    virtual ~RoomRecords() = default;

    /// The last pinned first.
    /// errors  no_such_room, unavailable
    virtual void pins(RoomId room, StoreReply<std::vector<Pin>> reply) = 0;
    /// errors  no_such_room, no_such_message, unavailable
    virtual void versions(RoomId room, Seq message, StoreReply<Versions> reply) = 0;

    /// Those that hold at `now`, the newest first.
    /// errors  no_such_room, unavailable
    virtual void mutes(RoomId room, base::WallTime now,
                       StoreReply<std::vector<MuteEntry>> reply) = 0;

    /// errors  no_such_room, archived, too_many_links, unavailable
    virtual void make_link(NewRoomLink link, StoreReply<RoomLink> reply) = 0;
    /// Those that can still be used at `now`, the newest first.
    /// errors  no_such_room, unavailable
    virtual void links(RoomId room, base::WallTime now,
                       StoreReply<std::vector<RoomLink>> reply) = 0;
    /// errors  no_such_room, link_spent (there is none of that id), unavailable
    virtual void revoke_link(RoomId room, RoomLinkId link, Named by, base::WallTime time,
                             StoreReply<void> reply) = 0;
    /// What it leads to, when it could be used at `now`. nullopt: it could not.
    virtual void find_link(SecretHash token, base::WallTime now,
                           StoreReply<std::optional<RoomLink>> reply) = 0;

    /// Takes away the oldest messages of a room that does not keep them for ever: each stands as if it had been deleted,
    /// and its words, its changes, its reactions, its pin, its nonce and whom it means are gone. Its events keep their
    /// places. A later call goes on where the one before ended; who is told what by an `expired` is Store::append's.
    ///
    /// before  events that happened earlier, up to the first in the log that did not
    /// limit   events at most
    /// errors  no_such_room, no_change (it keeps them for ever), unavailable
    virtual void expire(RoomId room, base::WallTime before, std::uint32_t limit,
                        StoreReply<Expired> reply) = 0;

    /// errors  no_such_room, unavailable
    virtual void room_audit(RoomAuditRequest request, StoreReply<RoomAuditPage> reply) = 0;
};

}  // namespace chat
