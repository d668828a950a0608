/// Room, User, Membership: what the store keeps of them.
///
/// Thread:     any. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/ids.h"

namespace chat {

/// The numbers are kept in stores; never reuse one.
enum class RoomKind : std::uint8_t {
    open = 1,
    closed = 2,
    direct = 3
};  ///< on the wire: public, private, direct

/// The numbers are kept in stores; never reuse one.
enum class RoomUse : std::uint8_t {
    active = 1,
    archived = 2
};  ///< archived: it can be read and left, nothing more

struct Room {
    RoomId id;
    std::string name;  ///< of a direct one empty: it is called by its people
    /// Unique. Of an open room what makes two names the same (base::unicode skeleton). A closed room's name may be
    /// that of any other, lest somebody learn of it by trying: "\x01" and its id. Of a direct one "\x02" and the ids
    /// of its people, sorted, with "+" between. No name can hold these octets.
    std::string name_key;
    RoomKind kind = RoomKind::open;
    base::WallTime created{};
    Seq head = 0;
    Ordinal ordinal = 0;  ///< messages so far
    std::string topic{};  ///< may be empty
    RoomUse use = RoomUse::active;
    std::uint32_t slow_mode_s = 0;     ///< seconds between two messages of one person; 0: off
    std::uint32_t retention_days = 0;  ///< how long messages are kept; 0: for ever
    Seq expired = 0;                   ///< nobody sees the log up to there any more
    Ordinal expired_ordinal = 0;       ///< messages up to there

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

/// What somebody is in one room. The numbers are kept in stores; never reuse one.
enum class RoomRole : std::uint8_t { member = 1, host = 2 };

/// Of what in a room somebody wants to be told when they look elsewhere. The numbers are kept in stores; never reuse
/// one.
enum class NotifyLevel : std::uint8_t {
    usual = 0,  ///< every message of a direct room; elsewhere those by which they are meant
    all = 1,
    mentions = 2,
    nothing = 3,
};

/// The numbers are kept in stores; never reuse one.
enum class Liking : std::uint8_t { plain = 0, favourite = 1 };

/// What somebody changes of how they see a room; what is absent stays.
struct Preference {
    std::optional<NotifyLevel> level{};
    std::optional<Liking> liking{};
};

/// Somebody may not write in a room.
struct Mute {
    std::optional<base::WallTime> until = std::nullopt;  ///< absent: for ever

    friend bool operator==(const Mute&, const Mute&) = default;
};

[[nodiscard]] inline bool holds(const std::optional<Mute>& mute, base::WallTime now) {
    return mute && (!mute->until || *mute->until > now);
}

/// A person's place in a room and how far they have read.
struct Membership {
    RoomId room;
    Seq read = 0;
    Ordinal read_ordinal =
        0;  ///< the room's ordinal at `read`; unread = Room::ordinal - read_ordinal
    RoomRole role = RoomRole::member;
    std::vector<User> people{};  ///< of a direct room: the others in it, by nickname
    std::uint32_t mentions = 0;  ///< messages after `read` by which they are meant
    Seq mentions_to = 0;         ///< the room's head when they were counted
    NotifyLevel level = NotifyLevel::usual;
    Liking liking = Liking::plain;
    std::optional<Mute> mute{};  ///< theirs there; may be over

    friend bool operator==(const Membership&, const Membership&) = default;
};

}  // namespace chat
