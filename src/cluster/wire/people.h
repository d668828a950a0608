/// People on the bus: who somebody is, who is present, and what is new about them.
///
/// Thread:     any. Pure functions.
/// Invariant:  write() names every field of its type, so that a new one does not compile until it is written.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <vector>

#include "chat/bus_message.h"
#include "chat/event.h"
#include "chat/room.h"
#include "cluster/wire/field_reader.h"

namespace cluster::wire {

[[nodiscard]] boost::json::object write(const chat::Named& named);
void read(const FieldReader& in, chat::Named& out);
[[nodiscard]] boost::json::object write(const chat::User& user);
void read(const FieldReader& in, chat::User& out);
[[nodiscard]] boost::json::object write(const chat::PresentIn& place);
void read(const FieldReader& in, chat::PresentIn& out);
[[nodiscard]] boost::json::object write(const chat::PresentPerson& person);
void read(const FieldReader& in, chat::PresentPerson& out);

[[nodiscard]] boost::json::object write(const chat::PersonPresent& news);
void read(const FieldReader& in, chat::PersonPresent& out);
[[nodiscard]] boost::json::object write(const chat::PersonGone& news);
void read(const FieldReader& in, chat::PersonGone& out);
[[nodiscard]] boost::json::object write(const chat::RosterAsked& question);
void read(const FieldReader& in, chat::RosterAsked& out);
[[nodiscard]] boost::json::object write(const chat::RosterPart& part);
void read(const FieldReader& in, chat::RosterPart& out);
[[nodiscard]] boost::json::object write(const chat::ProfileNews& news);
void read(const FieldReader& in, chat::ProfileNews& out);
[[nodiscard]] boost::json::object write(const chat::IgnoredNews& news);
void read(const FieldReader& in, chat::IgnoredNews& out);

/// A list of what write() knows.
template <typename T>
[[nodiscard]] boost::json::array write_each(const std::vector<T>& values) {
    boost::json::array written;
    written.reserve(values.size());
    for (const T& value : values)
        written.emplace_back(write(value));
    return written;
}

template <typename Id>
[[nodiscard]] boost::json::array write_ids(const std::vector<Id>& ids) {
    boost::json::array written;
    written.reserve(ids.size());
    for (const Id& id : ids)
        written.emplace_back(id.value());
    return written;
}

}  // namespace cluster::wire
