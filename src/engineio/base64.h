/// Base64 (RFC 4648 §4), in which polling carries binary messages.
///
/// Thread:     any. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace engineio {

/// With padding.
void append_base64(std::string& out, std::string_view data);

/// Accepts text with and without padding.
///
/// returns  nullopt for a character outside the alphabet, padding in the wrong place or an impossible length
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace engineio
