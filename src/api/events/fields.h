/// The fields that payloads of several events have, each read in one way.
///
/// Thread:     any. Pure functions over one event's arguments.
/// Owns:       nothing; what payload() returns lives as long as the arguments.
/// Invariant:  a string is measured before it is copied; a refusal names the field.
/// Elsewhere:  which event has which fields is parse.cc, parse_rooms.cc and parse_people.cc.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/events/parse.h"
#include "chat/ids.h"

namespace api::events {

inline constexpr chat::Seq kSeqMax = 9'007'199'254'740'991;  // a JavaScript number holds it exactly
inline constexpr std::size_t kRoomNameBytesMax = 1024;       // 256 characters as JSON Schema counts

[[nodiscard]] std::string_view view(const boost::json::string& text);
/// 1 to 32 letters, digits, '_' or '-'.
[[nodiscard]] bool is_id(std::string_view text);

/// The object that the event came with.
Parsed<const boost::json::object*> payload(const boost::json::array& args);

Parsed<chat::RoomId> room_of(const boost::json::object& object);
Parsed<chat::UserId> user_of(const boost::json::object& object, std::string_view name = "user");
/// The list `users`, of 1 to `people_max` ids.
Parsed<std::vector<chat::UserId>> users_of(const boost::json::object& object,
                                           std::size_t people_max);
/// A string that must be there.
/// bytes_max  over it the field is refused as far too long; what people may write is less, and the domain's to say
Parsed<std::string> string_of(const boost::json::object& object, std::string_view name,
                              std::size_t bytes_max);
/// One that may be left out: then it is empty.
Parsed<std::string> optional_string_of(const boost::json::object& object, std::string_view name,
                                       std::size_t bytes_max);
/// JavaScript has one kind of number: 1e3 and 5.0 are whole.
Parsed<std::uint64_t> whole_number(std::string_view name, const boost::json::value& value,
                                   std::uint64_t min, std::uint64_t max);

}  // namespace api::events
