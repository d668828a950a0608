/// Masking: what a client does to its payloads (RFC 6455 §5.3), and its own inverse.
///
/// Thread:     any. Pure.
/// Owns:       nothing.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace net::websocket {

using MaskingKey = std::array<std::byte, 4>;

/// Masks or unmasks `payload` in place; any length, any alignment.
///
/// phase    how many octets of this frame's payload came before `payload` (only its value modulo 4
///          matters), so that a payload may be done piece by piece
void apply_mask(std::span<std::byte> payload, MaskingKey key, std::size_t phase = 0);

}  // namespace net::websocket
