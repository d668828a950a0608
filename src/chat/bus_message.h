/// What nodes tell each other.
///
/// Thread:     any. Values.
/// Invariant:  a message is about something that holds already: was committed, or is so on the node that says it. Hearing
///             it late, twice or after a newer one does no harm; missing it is mended (bus.h).
/// Elsewhere:  how it is written for the wire is src/cluster/wire.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/audience.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace chat {

/// One run of one node; a node that starts anew has another.
using NodeId = base::StrongId<struct NodeTag>;

/// The room's log reaches to `head`.
struct RoomHead {
    RoomId room;
    Seq head = 0;

    friend bool operator==(const RoomHead&, const RoomHead&) = default;
};

/// Somebody writes something in a room.
struct TypingNews {
    RoomId room;
    User user;

    friend bool operator==(const TypingNews&, const TypingNews&) = default;
};

/// A room somebody is a member of.
struct PresentIn {
    RoomId room;
    RoomRole role = RoomRole::member;

    friend bool operator==(const PresentIn&, const PresentIn&) = default;
};

/// Somebody who is present on a node, and where.
struct PresentPerson {
    User user;
    std::string name_key;
    std::vector<PresentIn> rooms;  ///< by id

    friend bool operator==(const PresentPerson&, const PresentPerson&) = default;
};

/// Counts the changes to who is present on a node: 1, 2, 3 ... as long as the node runs.
using RosterVersion = std::uint64_t;

/// Somebody came, or is called otherwise or in other rooms now.
struct PersonPresent {
    RosterVersion version = 0;
    PresentPerson person;

    friend bool operator==(const PersonPresent&, const PersonPresent&) = default;
};
struct PersonGone {
    RosterVersion version = 0;
    UserId user;

    friend bool operator==(const PersonGone&, const PersonGone&) = default;
};
/// Tell me everybody who is present with you.
struct RosterAsked {
    friend bool operator==(const RosterAsked&, const RosterAsked&) = default;
};
/// The answer, in pieces: each fits into one message.
struct RosterPart {
    RosterVersion version = 0;
    std::uint32_t part = 0;  ///< of 0 ... parts - 1
    std::uint32_t parts = 1;
    std::vector<PresentPerson> people;

    friend bool operator==(const RosterPart&, const RosterPart&) = default;
};

/// A node is alive. Said each Limits::heartbeat_interval.
struct Heartbeat {
    RosterVersion version = 0;  ///< of the last change that was told
    enum class State : std::uint8_t { serving, draining } state = State::serving;
    std::string name;     ///< of the node, for people
    std::string address;  ///< host:port of its public listener, for other nodes; empty: none
    std::string release;  ///< of Parlor
    std::uint32_t people = 0;
    std::uint32_t connections = 0;
    std::uint32_t rooms = 0;     ///< live ones
    std::uint64_t messages = 0;  ///< committed by it since its start
    std::uint32_t messages_per_minute = 0;
    std::uint32_t store_wait_ms = 0;  ///< what its writes wait for the store (pulse.h)

    friend bool operator==(const Heartbeat&, const Heartbeat&) = default;
};

/// What people call and see of somebody is otherwise, or what they may do.
struct ProfileNews {
    User user;
    std::string name_key;

    friend bool operator==(const ProfileNews&, const ProfileNews&) = default;
};

/// How far somebody has read in a room, or how they see it.
struct MembershipNews {
    UserId user;
    Membership membership;
    enum class About : std::uint8_t { marker, preference } about = About::marker;

    friend bool operator==(const MembershipNews&, const MembershipNews&) = default;
};

/// Whom somebody wants to see nothing of.
struct IgnoredNews {
    UserId user;
    std::vector<Named> ignored;

    friend bool operator==(const IgnoredNews&, const IgnoredNews&) = default;
};

/// Sessions of somebody are over.
struct SessionsEnded {
    UserId user;
    SessionId session;  ///< this one; empty: all but `keep`
    SessionId keep;     ///< may be empty: all
    SessionEnd why = SessionEnd::signed_out;

    friend bool operator==(const SessionsEnded&, const SessionsEnded&) = default;
};

/// Who may come in how was changed: the store says what holds.
struct SettingsNews {
    friend bool operator==(const SettingsNews&, const SettingsNews&) = default;
};
/// Networks were banned, or are no more: the store says which are.
struct AddressBansNews {
    friend bool operator==(const AddressBansNews&, const AddressBansNews&) = default;
};

using BusMessage = std::variant<Event, RoomHead, TypingNews, Room, PersonPresent, PersonGone,
                                RosterAsked, RosterPart, Heartbeat, ProfileNews, MembershipNews,
                                IgnoredNews, SessionsEnded, SettingsNews, AddressBansNews>;

/// The room whose nodes alone a message concerns; null: it concerns all.
[[nodiscard]] const RoomId* room_of(const BusMessage& message);

}  // namespace chat
