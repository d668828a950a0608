/// Events on the bus: an entry of a room's log with all that travels with it.
///
/// Thread:     any. Pure functions.
/// Invariant:  write() names every field of its type, so that a new one does not compile until it is written.
#pragma once

#include <boost/json/object.hpp>

#include "chat/event.h"
#include "cluster/wire/field_reader.h"

namespace cluster::wire {

[[nodiscard]] boost::json::object write(const chat::Event& event);
void read(const FieldReader& in, chat::Event& out);

}  // namespace cluster::wire
