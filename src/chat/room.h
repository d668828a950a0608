/// Room, User, Membership: what the store keeps of them.
///
/// Thread:     any. Values.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "chat/ids.h"

namespace chat {

/// The numbers are kept in stores; never reuse one.
enum class RoomKind : std::uint8_t {
    open = 1,
    closed = 2,
    direct = 3
};  ///< on the wire: public, private, direct

struct Room {
    RoomId id;
    std::string name;
    std::string name_key;  ///< what makes two names the same (base::unicode skeleton); unique
    RoomKind kind = RoomKind::open;
    base::WallTime created{};
    Seq head = 0;
    Ordinal ordinal = 0;  ///< messages so far

    friend bool operator==(const Room&, const Room&) = default;
};

/// The numbers are kept in stores; never reuse one.
enum class Role : std::uint8_t { guest = 1, member = 2, moderator = 3, admin = 4, owner = 5 };

/// The avatar's colour follows from the name.
inline constexpr std::int16_t kHueOfName = -1;

struct User {
    UserId id;
    std::string nickname;
    Role role = Role::guest;
    base::WallTime created{};
    std::string status{};           ///< a few words about themselves; empty: none
    std::int16_t hue = kHueOfName;  ///< of the avatar's colour, in degrees

    friend bool operator==(const User&, const User&) = default;
};

/// A person's place in a room and how far they have read.
struct Membership {
    RoomId room;
    Seq read = 0;
    Ordinal read_ordinal =
        0;  ///< the room's ordinal at `read`; unread = Room::ordinal - read_ordinal

    friend bool operator==(const Membership&, const Membership&) = default;
};

}  // namespace chat
