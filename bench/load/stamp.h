/// Stamps: the eight letters at the front of a load message that say who sent it and as which number.
///
/// Thread:     any.
/// Invariant:  stamp_of(letters(s)) == s; letters are 'a'..'p', so JSON leaves them as they are.
///
/// A stamp is three letters of sender and five of number, four bits a letter, lowest first. It is read with
/// a handful of word operations, because it is read once per delivery, millions of times a second.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace load {

inline constexpr std::size_t kStampBytes = 8;
inline constexpr std::uint32_t kStampSendersMax = 1U << 12U;
inline constexpr std::uint32_t kStampNumbersMax = 1U << 20U;

struct Stamp {
    std::uint32_t sender = 0;
    std::uint32_t number = 0;
};

inline std::array<char, kStampBytes> letters(Stamp stamp) {
    std::array<char, kStampBytes> out{};
    std::uint32_t bits = stamp.sender | (stamp.number << 12U);
    for (char& letter : out) {
        letter = static_cast<char>('a' + static_cast<char>(bits & 0xFU));
        bits >>= 4U;
    }
    return out;
}

/// Reads the stamp at the front of `text`; nullopt when there is none.
inline std::optional<Stamp> stamp_of(std::string_view text) {
    if (text.size() < kStampBytes) {
        return std::nullopt;
    }
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), kStampBytes);
    word -= 0x6161616161616161U;
    if ((word & 0xF0F0F0F0F0F0F0F0U) != 0) {
        return std::nullopt;
    }
    word = (word | (word >> 4U)) & 0x00FF00FF00FF00FFU;
    word = (word | (word >> 8U)) & 0x0000FFFF0000FFFFU;
    word = (word | (word >> 16U)) & 0x00000000FFFFFFFFU;
    const auto bits = static_cast<std::uint32_t>(word);
    return Stamp{.sender = bits & 0xFFFU, .number = bits >> 12U};
}

}  // namespace load
