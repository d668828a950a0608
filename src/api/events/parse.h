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

#include "base/result.h"
#include "chat/chat.h"

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

/// args  the event's arguments without its name; an argument too many is ignored, as newer clients may send more
Parsed<chat::Draft> parse_message(const boost::json::array& args);
Parsed<chat::Edit> parse_edit(const boost::json::array& args);
Parsed<chat::Deletion> parse_delete(const boost::json::array& args);
Parsed<chat::React> parse_react(const boost::json::array& args);
Parsed<chat::PageRequest> parse_history(const boost::json::array& args, std::uint32_t limit_max);
Parsed<ReadIn> parse_read(const boost::json::array& args);
/// The payload of typing, join, leave and members: `{room}`.
Parsed<chat::RoomId> parse_room(const boost::json::array& args);
/// The payload of create: the name as typed.
Parsed<std::string> parse_create(const boost::json::array& args);
/// The payload of people.
Parsed<std::vector<chat::UserId>> parse_people(const boost::json::array& args);
/// The payload of rooms, which says nothing yet.
struct Nothing {};
Parsed<Nothing> parse_nothing(const boost::json::array& args);
/// The CONNECT payload. The connection's id is left 0.
Parsed<chat::ConnectRequest> parse_auth(const boost::json::object& auth);

}  // namespace api::events
