#include "chat/restraint_words.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "base/clock.h"
#include "chat/chat.h"
#include "chat/room.h"

namespace chat {
namespace {

std::optional<std::int64_t> number_of(std::string_view words) {
    std::int64_t number = 0;
    const char* const begin = words.data();
    const char* const end = begin + words.size();
    const auto [stopped, error] = std::from_chars(begin, end, number);
    if (error != std::errc() || stopped != end) return std::nullopt;
    return number;
}

}  // namespace

std::string words_of(const Mute& mute) {
    return mute.until ? std::to_string(mute.until->time_since_epoch().count()) : std::string();
}

Mute mute_of(std::string_view words) {
    const std::optional<std::int64_t> number = number_of(words);
    if (!number) return {};
    return {.until = base::WallTime(base::Milliseconds(*number))};
}

std::string words_of_slow_mode(std::uint32_t seconds) {
    return seconds == 0 ? std::string() : std::to_string(seconds);
}

std::uint32_t slow_mode_of(std::string_view words) {
    if (words.empty()) return 0;
    constexpr std::int64_t kMax = kSlowModeSecondsMax;
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(number_of(words).value_or(kMax), 0, kMax));
}

}  // namespace chat
