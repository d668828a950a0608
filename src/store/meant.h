/// Meant: whom an append names, cut to so many as a message can mean.
///
/// Thread:     any. Pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

#include "chat/ids.h"
#include "chat/store.h"

namespace store {

/// Messages of one room that mean somebody and that they have not read; further ones do not mean them. A marker that
/// moves passes all of them in one transaction.
inline constexpr std::size_t kUnreadMentionsMax = 1000;

/// Borrowed from the append.
struct Meant {
    std::span<const chat::UserId> users;
    std::span<const std::string> name_keys;

    [[nodiscard]] bool is_nobody() const { return users.empty() && name_keys.empty(); }
};

[[nodiscard]] inline Meant meant_by(const chat::Append& append) {
    const std::size_t users = std::min(append.mentions.size(), chat::kMentionsMax);
    const std::size_t keys = std::min(append.mention_keys.size(), chat::kMentionsMax - users);
    return {.users = std::span(append.mentions).first(users),
            .name_keys = std::span(append.mention_keys).first(keys)};
}

}  // namespace store
