/// What requests say that put a room's log here, from JSON to the domain's words.
///
/// Thread:     any. Pure functions over one body.
/// Invariant:  as bodies.h. Events have what their kind needs, and texts of at most kImportTextBytesMax.
/// Elsewhere:  the lines of an export, which these events are, are written by export_text.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "api/rest/bodies.h"
#include "chat/event.h"
#include "chat/imports.h"

namespace api::rest {

inline constexpr std::size_t kImportBodyBytesMax = 1'000'000;
inline constexpr std::size_t kImportTextBytesMax = 65'536;

Parsed<chat::ImportWish> parse_import_wish(std::string_view body);
/// {"events": [...]}, at most chat::kImportEventsMax of them.
Parsed<std::vector<chat::Event>> parse_import_events(std::string_view body);
/// The host's name; empty where none is named.
Parsed<std::string> parse_import_finish(std::string_view body);

}  // namespace api::rest
