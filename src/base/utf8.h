/// UTF-8 as RFC 3629 allows it: shortest forms only, no surrogates, nothing above U+10FFFF.
///
/// Thread:     any. Values and pure functions.
/// Owns:       nothing; the state between two pieces of one text is three octets.
/// Invariant:  a refused text is refused at its first impossible octet, however it was cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace base {

/// Checks a text that arrives in pieces, cut anywhere, also inside a character.
class Utf8Validator {
public:
    /// Takes the next piece.
    ///
    /// returns  false when no continuation could make the text valid; every later call is false too
    [[nodiscard]] bool feed(std::string_view piece);

    /// True when the text so far is valid and does not stop inside a character.
    [[nodiscard]] bool is_complete() const { return continuations_due_ == 0; }

private:
    static constexpr std::uint8_t kRefused = 0xFF;

    std::uint8_t continuations_due_ = 0;  ///< octets the current character still lacks, or kRefused
    std::uint8_t next_min_ = 0x80;        ///< what its next octet may be: the second octet of some
    std::uint8_t next_max_ = 0xBF;        ///< characters is narrower than 80..BF
};

[[nodiscard]] bool is_utf8(std::string_view text);

/// The longest front part of `text` (valid UTF-8) that has at most `bytes_max` octets and does not
/// cut a character.
[[nodiscard]] std::string_view utf8_front(std::string_view text, std::size_t bytes_max);

}  // namespace base
