/// Meant: whom an append names and who is there, cut to so many as a message can mean.
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

/// Borrowed from the append.
struct Meant {
    std::span<const chat::UserId> users;
    std::span<const std::string> name_keys;
    std::span<const chat::UserId> here;  ///< after the others

    [[nodiscard]] bool is_nobody() const {
        return users.empty() && name_keys.empty() && here.empty();
    }
};

[[nodiscard]] inline Meant meant_by(const chat::Append& append) {
    const std::size_t users = std::min(append.mentions.size(), chat::kMentionsMax);
    const std::size_t keys = std::min(append.mention_keys.size(), chat::kMentionsMax - users);
    return {.users = std::span(append.mentions).first(users),
            .name_keys = std::span(append.mention_keys).first(keys),
            .here = std::span(append.here).first(std::min(append.here.size(), chat::kHereMax))};
}

}  // namespace store
