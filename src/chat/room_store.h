/// RoomStore: the port through which the domain keeps who is in a room, who may not be, and direct rooms.
///
/// Thread:     the domain's for calls; replies run on the domain's executor, never inside the call.
/// Owns:       everything durable.
/// Invariant:  as Store: a reply with a value means committed; requests of one caller are decided in order, those to
///             Store among them (the ports are one object). A refused request changes nothing.
/// Elsewhere:  tests/store/room_store_contract.h is the suite that every form passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

struct Opened {
    Room room;
    std::vector<User> people;  ///< all of them, by nickname
    enum class Outcome : std::uint8_t { made, found } outcome = Outcome::made;
};

struct Member {
    User user;
    RoomRole role = RoomRole::member;

    friend bool operator==(const Member&, const Member&) = default;
};

struct RosterRequest {
    RoomId room;
    UserId after{};  ///< the last one of the page before; empty: from the beginning
    std::uint32_t limit = 50;
};

struct Roster {
    std::vector<Member> members;  ///< in the order in which the store came to know them
    bool more = false;
};

/// Somebody may not be a member of a room.
struct Ban {
    UserId user;
    std::string nickname;  ///< theirs when it began
    Named by;
    base::WallTime created{};
    std::optional<base::WallTime> until = std::nullopt;  ///< absent: for ever
    std::string reason{};                                ///< may be empty

    friend bool operator==(const Ban&, const Ban&) = default;
};

[[nodiscard]] inline bool holds(const Ban& ban, base::WallTime now) {
    return !ban.until || *ban.until > now;
}

class RoomStore {
public:
    virtual ~RoomStore() = default;

    /// The direct room of these people, which has `room.name_key`: made with them as its members, without an event,
    /// or the one that there is.
    /// errors  no_such_user, too_many_rooms (one of them), unavailable
    virtual void open_direct(Room room, std::vector<UserId> people, StoreReply<Opened> reply) = 0;

    /// nullopt: no member.
    /// errors  no_such_room, unavailable
    virtual void find_member(RoomId room, UserId user, StoreReply<std::optional<Member>> reply) = 0;
    /// errors  no_such_room, unavailable
    virtual void roster(RosterRequest request, StoreReply<Roster> reply) = 0;

    /// In place of an earlier ban of theirs; ends their membership, with the logged member_left by `ban.by`. Bans
    /// that are over at `ban.created` go.
    /// returns  the member_left, when they were a member
    /// errors   no_such_room, no_such_user, too_many, unavailable
    virtual void ban(RoomId room, Ban ban, StoreReply<std::optional<Event>> reply) = 0;
    /// errors  no_such_room, no_change (there is none), unavailable
    virtual void lift_ban(RoomId room, UserId user, Named by, base::WallTime time,
                          StoreReply<void> reply) = 0;
    /// Those that hold at `now`, the newest first.
    /// errors  no_such_room, unavailable
    virtual void bans(RoomId room, base::WallTime now, StoreReply<std::vector<Ban>> reply) = 0;

    /// errors  no_such_room, not_a_member, unavailable
    virtual void set_preference(UserId user, RoomId room, Preference preference,
                                StoreReply<Membership> reply) = 0;

    /// Accounts whose name's key begins with `key_prefix`, by key, at most `limit`.
    virtual void find_accounts(std::string key_prefix, std::uint32_t limit,
                               StoreReply<std::vector<User>> reply) = 0;
};

inline constexpr std::size_t kBansMax = 1000;  ///< of one room

}  // namespace chat
