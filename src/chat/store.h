/// Store: the port through which the domain keeps what must survive. src/store/ has its forms.
///
/// Thread:     the domain's for calls; replies run on the domain's executor, never inside the call.
/// Owns:       everything durable.
/// Invariant:  a reply with a value means committed to durable storage. Per room, seq is 1, 2, 3 ... in commit
///             order; a refused or failed append leaves no gap. Requests of one caller are decided in order.
/// Elsewhere:  tests/store/store_contract.h is the suite that every form passes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/room.h"

namespace chat {

enum class StoreError : std::uint8_t {
    unavailable,     ///< disk full, database away, shutting down: nothing was kept, try again later
    no_such_room,    ///< the room does not exist
    name_taken,      ///< another room, or an account, has the same name_key
    already_member,  ///< member_joined of a member
    not_a_member,    ///< member_left, or a read marker, of someone who is none
    no_such_message,     ///< the target is no message of the room, or was deleted
    not_the_author,      ///< the target is somebody else's
    too_many_reactions,  ///< the message has kReactionsMax of them
    has_account,         ///< the user is no guest
    invite_spent,        ///< unknown, expired or used up
    not_allowed,         ///< there is an owner
    no_such_user,
    no_such_session,
    no_such_invite,
    too_many,          ///< kInvitesMax can be used, kAddressBansMax hold, or kBansMax in a room
    too_many_rooms,    ///< somebody is a member of kMembershipsMax of them
    archived,          ///< the room is: nothing but leaving and restoring it
    banned,            ///< member_joined of somebody who may not
    suspended,         ///< whoever would begin a session
    overtaken,         ///< what it was decided on is so no more; ask again
    no_change,         ///< it is so already; nothing was written
    too_many_pins,     ///< the room has kPinsMax of them
    too_many_mutes,    ///< the room has kMutesMax of them
    too_many_links,    ///< the room has kRoomLinksMax of them
    link_spent,        ///< unknown, of another room, taken back, over or used up
    too_many_ignored,  ///< the user ignores kIgnoredMax
};

/// Reactions that one message holds, of all people and emoji together.
inline constexpr std::size_t kReactionsMax = 200;

/// Rooms of one person: whoever adds them to one more, they can still be told of all when they come.
inline constexpr std::uint32_t kMembershipsMax = 500;

/// People whom one message can mean by their names.
inline constexpr std::size_t kMentionsMax = 20;

/// People whom one message can mean because they are there.
inline constexpr std::size_t kHereMax = 200;

/// Messages of one room that are pinned.
inline constexpr std::size_t kPinsMax = 50;

/// People who may not write in one room.
inline constexpr std::size_t kMutesMax = 1000;

/// Invite links of one room that can be used.
inline constexpr std::size_t kRoomLinksMax = 50;

/// People whom one person ignores.
inline constexpr std::size_t kIgnoredMax = 200;

/// Messages of one room that mean somebody and that they have not read; further ones do not mean them. A marker that
/// moves passes all of them in one transaction.
inline constexpr std::size_t kUnreadMentionsMax = 1000;

template <typename T>
using StoreReply = std::move_only_function<void(base::Result<T, StoreError>)>;

/// An event before it has its place. For member_joined and member_left the membership changes in the same
/// transaction; for a message the author's read marker moves to it; for a change the standing of its target; for
/// what is about the room, its slow mode or its retention the room; for a host their role in it; for a pin the room's pins; for a
/// mute the room's mutes.
struct Append {
    RoomId room;
    EventKind kind = EventKind::message;
    UserId actor;
    std::string nickname;
    base::WallTime time{};
    /// Of a message and of `edited`, then not empty; of a reaction its emoji; of a name or topic the new one; else as
    /// EventKind says.
    std::string text;
    Nonce nonce;     ///< of a message, never empty
    Seq target = 0;  ///< as of Event
    /// Whose message a change may be about.
    enum class Reach : std::uint8_t { own, anyones } reach = Reach::own;
    std::optional<Named>
        by{};                ///< of a membership, a host or a mute: who does it, when not the actor
    std::string name_key{};  ///< of room_renamed: Room::name_key from now on
    /// Of a message: who is meant, as users and as keys of accounts' names, together at most kMentionsMax. Whoever is a
    /// member of the room and not the author is then in Event::mentions, once, and counted in their Membership.
    std::vector<UserId> mentions{};
    std::vector<std::string> mention_keys{};
    /// Of a message: who is meant because they are there, at most kHereMax, beside the others.
    std::vector<UserId> here{};
    /// Of member_joined: the invite link by which, used up by one in the same transaction.
    std::optional<SecretHash> link{};
};

/// A change that changes nothing (the same text again, a reaction that is there, a deletion of what was deleted) is
/// answered `repeated` with the last event that changed the message, or the message itself when none did, and takes
/// no seq: so a change may be sent again when its answer was lost.
struct Appended {
    Event event;  ///< for a repeated nonce: the event of the first time
    enum class Outcome : std::uint8_t { committed, repeated } outcome = Outcome::committed;
};

struct PageRequest {
    enum class From : std::uint8_t { newest, before, after, around };
    RoomId room;
    From from = From::newest;
    Seq seq = 0;               ///< not part of the page for before and after; part of it for around
    std::uint32_t limit = 50;  ///< events at most; for around: half before, the rest from seq on
};

struct Page {
    std::vector<Event> events;  ///< ascending by seq
    bool more_before = false;
    bool more_after = false;
};

using TokenHash = SecretHash;

struct NewUser {
    User user;
    std::string name_key;  ///< refused `name_taken` when an account has it
    TokenHash token;
    Session session;  ///< that the token stands for
    RoomId
        first_room;  ///< becomes a member there, read up to its head, without an event (the lobby)
};

struct Known {
    User user;
    SessionId session;
    std::vector<Membership> memberships;
    std::optional<Suspension> suspension = std::nullopt;  ///< may be over
    std::vector<Named> ignored{};  ///< by nickname as it is now, the last one first
};

class Store {
public:
    virtual ~Store() = default;

    /// errors  no_such_room, archived, banned, already_member, too_many_rooms, not_a_member (of a leaving, of a host), no_such_message,
    ///         not_the_author, too_many_reactions, name_taken and no_change (of a room, of a host, of a pin, of a mute, of retention),
    ///         too_many_pins, too_many_mutes, link_spent, unavailable
    virtual void append(Append append, StoreReply<Appended> reply) = 0;

    /// Events with the standing that messages have at one moment, which is that of the page's head or later.
    /// errors  no_such_room, unavailable
    virtual void page(PageRequest request, StoreReply<Page> reply) = 0;

    /// Makes the room and its creator's membership as a host (with the logged member_joined, seq 1, when `creator` has
    /// an id).
    /// errors  name_taken, too_many_rooms, unavailable
    virtual void create_room(Room room, User creator, StoreReply<Room> reply) = 0;

    /// All rooms with their heads; called once at start.
    virtual void rooms(StoreReply<std::vector<Room>> reply) = 0;

    /// errors  name_taken, unavailable
    virtual void create_user(NewUser user, StoreReply<Known> reply) = 0;

    /// Who holds this token at `now`, with memberships; a session that is used lives its lifetime from now on
    /// (writing that may wait for the next commit). nullopt: unknown or expired.
    virtual void find_user(TokenHash token, base::WallTime now,
                           StoreReply<std::optional<Known>> reply) = 0;

    /// The nickname changes for events to come; an account's key moves with it.
    /// errors  name_taken (another account has the key), no_such_user, unavailable
    virtual void rename_user(UserId user, std::string nickname, std::string name_key,
                             StoreReply<User> reply) = 0;

    /// Moves a read marker forward (never back) to `seq`, at most to the room's head.
    /// returns  where it now is
    /// errors   not_a_member, no_such_room, unavailable
    virtual void set_read(UserId user, RoomId room, Seq seq, StoreReply<Membership> reply) = 0;
};

}  // namespace chat
