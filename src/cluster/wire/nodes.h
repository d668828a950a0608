/// Nodes on the bus: that they are alive, and what is new for the whole server.
///
/// Thread:     any. Pure functions.
/// Invariant:  write() names every field of its type, so that a new one does not compile until it is written.
#pragma once

#include <boost/json/object.hpp>

#include "chat/bus_message.h"
#include "cluster/wire/field_reader.h"

namespace cluster::wire {

[[nodiscard]] boost::json::object write(const chat::Heartbeat& heartbeat);
void read(const FieldReader& in, chat::Heartbeat& out);
[[nodiscard]] boost::json::object write(const chat::SessionsEnded& news);
void read(const FieldReader& in, chat::SessionsEnded& out);
[[nodiscard]] boost::json::object write(const chat::SettingsNews& news);
void read(const FieldReader& in, chat::SettingsNews& out);
[[nodiscard]] boost::json::object write(const chat::AddressBansNews& news);
void read(const FieldReader& in, chat::AddressBansNews& out);

}  // namespace cluster::wire
