#include "store/search_tags.h"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "base/unicode.h"

namespace store {

std::string room_tag(sql::Number room) {
    return fmt::format("{}r{}", kTag, room);
}

std::string actor_tag(sql::Number actor) {
    return fmt::format("{}a{}", kTag, actor);
}

std::string name_tag_of(std::string_view nickname) {
    return name_tag_of_key(base::unicode::skeleton(nickname));
}

std::string name_tag_of_key(std::string_view key) {
    constexpr std::size_t kOctets = 8;
    const std::string hash = base::sha256(key);
    std::string tag = fmt::format("{}n", kTag);
    for (const char octet : std::string_view(hash).substr(0, kOctets))
        tag += fmt::format("{:02x}", static_cast<unsigned char>(octet));
    return tag;
}

}  // namespace store
