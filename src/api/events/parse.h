/// What clients send, from JSON to the domain's words.
///
/// Thread:     any. Pure functions over one event's arguments.
/// Owns:       nothing.
/// Invariant:  what is returned has the types and sizes that docs/protocol/events.schema.json demands, except for
///             rules that need Unicode (length of a text, form of a name, what is an emoji): those are the domain's.
/// Elsewhere:  answers and events are encode.h; who may do what is chat.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/chat.h"
#include "chat/room_records.h"

namespace api::events {

/// Why a payload was refused: a sentence that names the field. Wire code `invalid_payload`.
struct Invalid {
    std::string message;
};

template <typename T>
using Parsed = base::Result<T, Invalid>;

struct ReadIn {
    chat::RoomId room;
    chat::Seq seq = 0;
};
struct DateIn {
    chat::RoomId room;
    base::WallTime time{};
};
struct PreferIn {
    chat::RoomId room;
    chat::Preference preference;
};
/// A message of a room.
struct TargetIn {
    chat::RoomId room;
    chat::Seq target = 0;
};
/// What a room is called, or is about, from now on.
struct RoomTextIn {
    chat::RoomId room;
    std::string text;
};

/// A room as somebody joins it: by its id, or by a link that leads there.
struct JoinIn {
    chat::RoomId room;
    std::string invite;  ///< not empty: then there is no room
};
struct LinkIn {
    chat::RoomId room;
    chat::RoomLinkId link;
};

/// Entries of one page of a room's audit.
inline constexpr std::uint32_t kRoomAuditLimitMax = 200;

struct SlowModeIn {
    chat::RoomId room;
    std::uint32_t seconds = 0;
};
struct RetentionIn {
    chat::RoomId room;
    std::uint32_t days = 0;
};

/// People named in one `direct`; how many may talk so is the domain's to say.
inline constexpr std::size_t kDirectAskedMax = 50;

/// args  the event's arguments without its name; an argument too many is ignored, as newer clients may send more
Parsed<chat::Draft> parse_message(const boost::json::array& args);
Parsed<chat::Edit> parse_edit(const boost::json::array& args);
Parsed<chat::Deletion> parse_delete(const boost::json::array& args);
Parsed<chat::React> parse_react(const boost::json::array& args);
/// The payload of pin and unpin: `{room, target}`.
Parsed<chat::PinWish> parse_pin(const boost::json::array& args, chat::PinWish::Set set);
Parsed<TargetIn> parse_versions(const boost::json::array& args);
Parsed<chat::PageRequest> parse_history(const boost::json::array& args, std::uint32_t limit_max);
Parsed<ReadIn> parse_read(const boost::json::array& args);
/// The payload of typing, leave, members, bans, mutes, invite_links, archive and restore: `{room}`.
/// The payload of typing, join, leave, members, bans, pins, archive and restore: `{room}`.
Parsed<chat::RoomId> parse_room(const boost::json::array& args);
/// The payload of people.
Parsed<std::vector<chat::UserId>> parse_people(const boost::json::array& args);
/// A cursor that this server never gave is refused here.
Parsed<chat::Search> parse_search(const boost::json::array& args, std::uint32_t limit_max);
Parsed<DateIn> parse_date(const boost::json::array& args);

// Rooms and who is in them: parse_rooms.cc.
/// Name and topic as typed.
Parsed<chat::RoomWish> parse_create(const boost::json::array& args);
Parsed<std::vector<chat::UserId>> parse_direct(const boost::json::array& args);
/// What to look for in names; also without a payload, as it may be left out: empty.
Parsed<std::string> parse_rooms(const boost::json::array& args);
Parsed<std::string> parse_find_people(const boost::json::array& args);
Parsed<chat::RosterRequest> parse_roster(const boost::json::array& args, std::uint32_t limit_max);
Parsed<RoomTextIn> parse_rename(const boost::json::array& args);
Parsed<RoomTextIn> parse_topic(const boost::json::array& args);
/// The payload of add, kick, unban and unmute: `{room, user}`.
Parsed<chat::OnMember> parse_on_member(const boost::json::array& args);
Parsed<chat::HostWish> parse_host(const boost::json::array& args);
/// now  a ban that ends by then is refused
Parsed<chat::BanWish> parse_ban(const boost::json::array& args, base::WallTime now);

// Links into rooms, and who did what to a room: parse_links.cc.
Parsed<JoinIn> parse_join(const boost::json::array& args);
Parsed<chat::LinkWish> parse_invite_link(const boost::json::array& args);
Parsed<LinkIn> parse_revoke_invite_link(const boost::json::array& args);
/// The token of a link.
Parsed<std::string> parse_look_at_invite(const boost::json::array& args);
Parsed<chat::RoomAuditRequest> parse_room_audit(const boost::json::array& args);
/// now  a mute that ends by then is refused
Parsed<chat::MuteWish> parse_mute(const boost::json::array& args, base::WallTime now);
Parsed<SlowModeIn> parse_slow_mode(const boost::json::array& args);
Parsed<RetentionIn> parse_retention(const boost::json::array& args);

Parsed<PreferIn> parse_prefer(const boost::json::array& args);

// Other people: parse_people.cc.
Parsed<chat::IgnoreWish> parse_ignore(const boost::json::array& args);

/// The CONNECT payload. The connection's id is left 0.
Parsed<chat::ConnectRequest> parse_auth(const boost::json::object& auth);

}  // namespace api::events
