/// How a person is written in JSON, wherever one is.
///
/// Thread:     any. Pure functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "api/events/json_writer.h"
#include "chat/room.h"

namespace api::events {

/// The wire's word: `guest`.
std::string_view name_of(chat::Role role);

/// The fields of a Profile, into an object that has begun: user, nickname, role, and what they chose to look like.
enum class Status : std::uint8_t { shown, left_out };
void write_person(JsonWriter& out, const chat::User& user, Status status = Status::shown);

}  // namespace api::events
