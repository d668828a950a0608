/// What stands in the files that people take away: a room's log, as JSON Lines or as a page to read, and one's own data.
///
/// Thread:     any. Pure functions.
/// Owns:       nothing.
/// Invariant:  a file is its beginning, its events in order, and its end; without the end it is not whole. In a page
///             nothing that people wrote is HTML.
/// Elsewhere:  docs/protocol/rest.md says what each line of JSON has.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/exports.h"

namespace api::rest {

enum class ExportForm : std::uint8_t { json_lines, html };

[[nodiscard]] std::string beginning_of_room(ExportForm form, const chat::RoomExport& room);
[[nodiscard]] std::string text_of(ExportForm form, const std::vector<chat::Event>& events);
/// events  how many the file has
[[nodiscard]] std::string end_of_room(ExportForm form, std::uint64_t events);

/// Own data are JSON Lines; what was said comes as in a room's log.
[[nodiscard]] std::string beginning_of_own(const chat::OwnData& data);
[[nodiscard]] std::string end_of_own(std::uint64_t messages);

}  // namespace api::rest
