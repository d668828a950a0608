/// Content codings (RFC 9110 §8.4.1) for polling answers.
///
/// Thread:     any. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engineio {

enum class ContentCoding : std::uint8_t { identity, gzip, deflate };

/// As it stands in Content-Encoding.
[[nodiscard]] std::string_view name(ContentCoding coding);

/// What the peer takes, gzip rather than deflate; identity when it takes neither.
[[nodiscard]] ContentCoding choose_coding(std::string_view accept_encoding);

/// coding  gzip or deflate (which in HTTP is the zlib format)
[[nodiscard]] std::string compress(ContentCoding coding, std::string_view body);

}  // namespace engineio
