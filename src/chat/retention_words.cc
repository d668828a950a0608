#include "chat/retention_words.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include "chat/ids.h"

namespace chat {
namespace {

std::uint64_t number_of(std::string_view words) {
    std::uint64_t number = 0;
    const auto [stop, error] = std::from_chars(words.data(), words.data() + words.size(), number);
    return error == std::errc() && stop == words.data() + words.size() ? number : 0;
}

}  // namespace

std::string words_of_retention(std::uint32_t days) {
    return days == 0 ? std::string() : std::to_string(days);
}

std::uint32_t retention_of(std::string_view words) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(number_of(words), kRetentionDaysMax));
}

std::string words_of_expired(Ordinal messages) {
    return std::to_string(messages);
}

Ordinal expired_of(std::string_view words) {
    return number_of(words);
}

}  // namespace chat
