/// Search tags: what search indexes keep of a message besides its words: its room, its author, and their name. Names that
/// look alike are one.
///
/// Thread:     any. Pure functions.
/// Invariant:  a tag begins with kTag, a character of private use that is in no word (base/words.h); it holds no blank, no
///             quote and no capital.
#pragma once

#include <string>
#include <string_view>

#include "store/sql/place.h"

namespace store {

/// Begins what an index knows besides words.
inline constexpr std::string_view kTag = "\uE000";

[[nodiscard]] std::string room_tag(sql::Number room);
[[nodiscard]] std::string actor_tag(sql::Number actor);
[[nodiscard]] std::string name_tag_of(std::string_view nickname);
/// The same of a name's key (base::unicode::skeleton).
[[nodiscard]] std::string name_tag_of_key(std::string_view key);

}  // namespace store
