#include "chat/names.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/unicode.h"

namespace chat {
namespace {

/// Octets of a typed name that are looked at all; the rest of a longer one cannot make it shorter.
constexpr std::size_t kTypedBytesMax = 4096;

constexpr std::string_view kForbiddenInNicknames = "@#:/\\<>\"`*";

const std::unordered_set<std::string>& reserved_keys() {
    static const auto kKeys = [] {
        std::unordered_set<std::string> keys;
        for (const char* name :
             {"admin", "administrator", "moderator", "mod", "owner", "root", "system", "server",
              "parlor", "everyone", "everybody", "here", "channel", "room", "nobody"}) {
            keys.insert(base::unicode::skeleton(name));
        }
        return keys;
    }();
    return kKeys;
}

std::optional<std::string> cleaned(std::string_view typed, std::uint32_t characters_max) {
    if (typed.size() > kTypedBytesMax) return std::nullopt;
    std::string text = base::unicode::clean_name(typed);
    if (base::unicode::count_characters(text) > characters_max) return std::nullopt;
    if (!base::unicode::has_letter_or_digit(text)) return std::nullopt;
    return text;
}

}  // namespace

std::optional<Name> nickname_from(std::string_view typed, std::uint32_t characters_max) {
    std::optional<std::string> text = cleaned(typed, characters_max);
    if (!text) return std::nullopt;
    if (text->find_first_of(kForbiddenInNicknames) != std::string::npos) return std::nullopt;
    std::string key = base::unicode::skeleton(*text);
    if (reserved_keys().contains(key)) return std::nullopt;
    return Name{.text = *std::move(text), .key = std::move(key)};
}

std::optional<Name> room_name_from(std::string_view typed, std::uint32_t characters_max) {
    std::optional<std::string> text = cleaned(typed, characters_max);
    if (!text) return std::nullopt;
    std::string key = base::unicode::skeleton(*text);
    return Name{.text = *std::move(text), .key = std::move(key)};
}

std::optional<std::string> topic_from(std::string_view typed, std::uint32_t characters_max) {
    if (typed.size() > kTypedBytesMax) return std::nullopt;
    std::string topic = base::unicode::clean_name(typed);
    if (base::unicode::count_characters(topic) > characters_max) return std::nullopt;
    return topic;
}

std::string key_from(std::string_view typed) {
    return base::unicode::skeleton(base::unicode::clean_name(typed.substr(0, kTypedBytesMax)));
}

std::string key_of_closed(const RoomId& room) {
    return "\x01" + room.value();
}

}  // namespace chat
