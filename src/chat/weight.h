/// Weight: how many octets an event, or an entry of a list that people fill, takes on its way to a client, at most.
///
/// Thread:     any. Pure functions.
/// Invariant:  never less than what api/events writes for the event in a page or a catch-up, comma included, and for
///             what people say not much more: tests/api/events/weight_test.cc holds the two together.
/// Elsewhere:  what is kept of a page that is too heavy is fitting.h.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "chat/event.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"

namespace chat {

/// Octets of `text` within a string of JSON, without the quotation marks around it.
[[nodiscard]] std::uint64_t escaped_bytes(std::string_view text);

[[nodiscard]] std::uint64_t weight_of(const Event& event);
[[nodiscard]] std::uint64_t weight_of(std::span<const Event> events);
/// Of its entry in a list of rooms.
[[nodiscard]] std::uint64_t weight_of(const Room& room);
[[nodiscard]] std::uint64_t weight_of(const Ban& ban);
[[nodiscard]] std::uint64_t weight_of(const RoomAuditEntry& entry);
[[nodiscard]] std::uint64_t weight_of(const MuteEntry& mute);
[[nodiscard]] std::uint64_t weight_of(const Pin& pin);
[[nodiscard]] std::uint64_t weight_of(const Version& version);

}  // namespace chat
