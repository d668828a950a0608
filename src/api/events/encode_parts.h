/// The pieces from which several events and answers are written.
///
/// Thread:     any. Pure functions on a writer of the caller's.
/// Owns:       nothing.
/// Invariant:  each piece is written in one way, wherever it stands.
/// Elsewhere:  the whole texts are encode.h, people person.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/events/json_writer.h"
#include "base/clock.h"
#include "chat/audience.h"
#include "chat/event.h"
#include "chat/room.h"

namespace api::events {

/// As the wire has it: since 1970.
[[nodiscard]] std::int64_t milliseconds(base::WallTime time);

/// The wire's word: `public`.
std::string_view name_of(chat::RoomKind kind);
std::string_view name_of(chat::NotifyLevel level);

/// The field `by`; nothing when it is null.
void write_by(JsonWriter& out, const chat::Named* by);
/// What a room is about and that it is archived; nothing where there is nothing to say.
void write_nature(JsonWriter& out, const chat::Room& room);
/// The fields of a Room, into an object that has begun.
void write_room(JsonWriter& out, const chat::RoomView& view);
/// The field `mentions_to`, where a client that counts from the room's head on would count twice.
void write_mentions_to(JsonWriter& out, const chat::RoomView& view);
/// A Profile for each, into an array that has begun.
void write_people(JsonWriter& out, const std::vector<chat::User>& people);

/// `{"ok":true`
JsonWriter begin_ok();
/// Ends the object, and gives the text.
std::string end(JsonWriter out);

}  // namespace api::events
