/// SHA-256 (FIPS 180-4), for tokens that are kept only as hashes.
///
/// Thread:     any. A pure function.
#pragma once

#include <string>
#include <string_view>

namespace base {

/// The 32 octets of the digest, not hexadecimal.
[[nodiscard]] std::string sha256(std::string_view octets);

}  // namespace base
