/// A room's log as a page to read, without anything around it: it opens from a disk in thirty years.
///
/// Thread:     any. Pure functions.
/// Owns:       nothing.
/// Invariant:  what people wrote is text, never HTML. No script, no link to anywhere else.
#pragma once

#include <cstdint>
#include <string>

#include "chat/event.h"
#include "chat/exports.h"

namespace api::rest {

[[nodiscard]] std::string html_beginning(const chat::RoomExport& room);
/// Empty for what is seen at the message that it changed.
[[nodiscard]] std::string html_of(const chat::Event& event);
/// events  of the log
[[nodiscard]] std::string html_end(std::uint64_t events);

}  // namespace api::rest
