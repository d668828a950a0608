/// Event: one entry of a room's log, and what became of a message since.
///
/// Thread:     any. Values.
/// Invariant:  (room, seq) names one event for ever. What was said stays as it was, save that the words of a deleted
///             message are gone; what later events did to a message is its Standing.
/// Elsewhere:  how a later event changes a Standing is folding.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/ids.h"

namespace chat {

/// The numbers are kept in stores; never reuse one.
enum class EventKind : std::uint8_t {
    message = 1,
    member_joined = 2,   ///< a membership began
    member_left = 3,     ///< a membership ended
    edited = 4,          ///< the message `target` reads `text` from now on
    deleted = 5,         ///< the message `target` is a tombstone
    reaction_added = 6,  ///< the actor marked `target` with the emoji `text`
    reaction_removed = 7,
    room_renamed = 8,   ///< the room is called `text` from now on
    topic_changed = 9,  ///< its topic is `text`; empty: none
    room_archived = 10,
    room_restored = 11,
    host_made = 12,  ///< the actor is a host of the room from now on
    host_removed = 13,
    message_pinned = 14,  ///< the message `target` is one of the room's pins
    message_unpinned = 15,
    muted =
        16,  ///< the actor may not write here until `text` (milliseconds since 1970; empty: for ever)
    unmuted = 17,
    slow_mode_set = 18,  ///< `text` seconds pass between two messages of one person; empty: none
    retention_set = 19,  ///< messages are kept for `text` days from now on; empty: for ever
    /// Everything up to `target` is gone, `text` messages; the actor said how long they are kept.
    expired = 20,
};

/// Whether it began or ended a membership.
[[nodiscard]] constexpr bool is_membership(EventKind kind) {
    return kind == EventKind::member_joined || kind == EventKind::member_left;
}

/// Whether it is about an earlier message of the room, its `target`.
[[nodiscard]] constexpr bool is_change(EventKind kind) {
    return kind >= EventKind::edited && kind <= EventKind::reaction_removed;
}

/// Whether it says what the room itself is called, is about or is used for.
[[nodiscard]] constexpr bool is_about_room(EventKind kind) {
    return kind >= EventKind::room_renamed && kind <= EventKind::room_restored;
}

/// Whether it made somebody a host of the room, or no longer.
[[nodiscard]] constexpr bool is_about_host(EventKind kind) {
    return kind == EventKind::host_made || kind == EventKind::host_removed;
}

/// Whether it made a message one of the room's pins, or no longer.
[[nodiscard]] constexpr bool is_about_pin(EventKind kind) {
    return kind == EventKind::message_pinned || kind == EventKind::message_unpinned;
}

/// Whether it said that somebody may not write in the room, or may again.
[[nodiscard]] constexpr bool is_about_mute(EventKind kind) {
    return kind == EventKind::muted || kind == EventKind::unmuted;
}

/// Whether it is about somebody's being in the room, or what they may do there.
[[nodiscard]] constexpr bool is_of_member(EventKind kind) {
    return is_membership(kind) || is_about_host(kind) || is_about_mute(kind);
}

/// Whether it is about how long the room keeps its messages.
[[nodiscard]] constexpr bool is_about_retention(EventKind kind) {
    return kind == EventKind::retention_set || kind == EventKind::expired;
}

/// Somebody who did something.
struct Named {
    UserId user;
    std::string nickname;  ///< when they did it

    friend bool operator==(const Named&, const Named&) = default;
};

struct Reaction {
    std::string emoji;
    std::vector<Named> by;  ///< the first one first; never empty

    friend bool operator==(const Reaction&, const Reaction&) = default;
};

/// The message that a message answers, as it reads now.
struct Quote {
    UserId user;
    std::string nickname;
    std::string text;  ///< its beginning, at most kQuoteCharactersMax; empty when it was deleted

    friend bool operator==(const Quote&, const Quote&) = default;
};

inline constexpr std::size_t kQuoteCharactersMax = 200;

/// How a message stands by now.
struct Standing {
    Seq version = 0;          ///< the last event that changed it; 0: none did
    base::WallTime edited{};  ///< when its text was last changed; 0: never, or deleted
    enum class Fate : std::uint8_t { kept, deleted } fate = Fate::kept;
    std::vector<Reaction> reactions;  ///< in the order of their first reactor's coming
    std::optional<Quote> quote;       ///< of a message that has a target

    friend bool operator==(const Standing&, const Standing&) = default;
};

struct Event {
    RoomId room;
    Seq seq = 0;
    Ordinal ordinal = 0;  ///< messages of the room up to and including this event
    EventKind kind = EventKind::message;
    UserId actor;          ///< who did it; of a membership, a host or a mute whom it is about
    std::string nickname;  ///< of the actor when it happened
    base::WallTime time{};
    /// Of a message what it reads now, of `edited` what it read then (empty when the message was deleted since), of
    /// a reaction its emoji, of a room's name or topic the new one, of a mute, of slow mode and of what is about retention as
    /// EventKind says; else empty.
    std::string text;
    Nonce nonce;  ///< of a message; else empty
    Seq target =
        0;  ///< of a message the one it answers, of a change or a pin the one it is about, of `expired`
            ///< the last event that is gone; 0: none
    /// Of a message that something happened to, or that answers another one; else null.
    std::shared_ptr<const Standing> standing = nullptr;
    /// Of a membership, a host or a mute: who did that to the actor. Null: the actor.
    std::shared_ptr<const Named> by = nullptr;
    /// Of a message, as it is committed and travels: who is meant by it, at least one. Pages never have it, and it is
    /// not compared. Null: nobody.
    std::shared_ptr<const std::vector<UserId>> mentions = nullptr;

    friend bool operator==(const Event& a, const Event& b);
};

}  // namespace chat
