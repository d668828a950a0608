/// Rooms on the bus: what they are, how far their logs reach, who writes there and who has read how far.
///
/// Thread:     any. Pure functions.
/// Invariant:  write() names every field of its type, so that a new one does not compile until it is written.
#pragma once

#include <boost/json/object.hpp>

#include "chat/bus_message.h"
#include "chat/room.h"
#include "cluster/wire/field_reader.h"

namespace cluster::wire {

[[nodiscard]] boost::json::object write(const chat::Room& room);
void read(const FieldReader& in, chat::Room& out);
[[nodiscard]] boost::json::object write(const chat::RoomHead& news);
void read(const FieldReader& in, chat::RoomHead& out);
[[nodiscard]] boost::json::object write(const chat::TypingNews& news);
void read(const FieldReader& in, chat::TypingNews& out);
[[nodiscard]] boost::json::object write(const chat::MembershipNews& news);
void read(const FieldReader& in, chat::MembershipNews& out);

}  // namespace cluster::wire
