/// How long the random texts are that name people, sessions and rooms, and those that let somebody in.
///
/// Thread:     any.
#pragma once

#include <cstddef>

namespace chat {

inline constexpr std::size_t kTokenCharacters = 32;       // 192 random bits
inline constexpr std::size_t kInviteCodeCharacters = 24;  // 144 random bits
inline constexpr std::size_t kLinkTokenCharacters = 24;   // 144 random bits
inline constexpr std::size_t kIdCharacters = 12;          // 72 random bits
inline constexpr std::size_t kRoomIdCharacters = 10;      // 60 random bits

}  // namespace chat
