/// Names of people and rooms: what may be one, and when two are the same.
///
/// Thread:     any. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chat/ids.h"

namespace chat {

struct Name {
    std::string text;  ///< cleaned, as people see it
    std::string key;   ///< equal for names that people could mistake for each other
};

/// A nickname: 1 to `characters_max` characters after cleaning, a letter or digit among them, none of
/// @ # : / \ < > " ` * that have a meaning in texts, and not a name the server speaks or is spoken of by
/// (admin, system, everyone ...). nullopt: it breaks one of these rules.
[[nodiscard]] std::optional<Name> nickname_from(std::string_view typed,
                                                std::uint32_t characters_max);

/// A room's name: 1 to `characters_max` characters after cleaning, a letter or digit among them.
[[nodiscard]] std::optional<Name> room_name_from(std::string_view typed,
                                                 std::uint32_t characters_max);

/// A room's topic: one line, cleaned; may be empty. nullopt: over `characters_max` characters.
[[nodiscard]] std::optional<std::string> topic_from(std::string_view typed,
                                                    std::uint32_t characters_max);

/// A typed name, or its beginning, as the keys of names are made. Empty: nothing of it is left.
[[nodiscard]] std::string key_from(std::string_view typed);

/// Room::name_key of a closed room: unlike every name's, which holds no such octet.
[[nodiscard]] std::string key_of_closed(const RoomId& room);

}  // namespace chat
