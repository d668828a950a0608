#include "chat/nicknames.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "chat/ids.h"
#include "chat/names.h"

namespace chat {
namespace {

/// The front of `text`, at most `characters` long.
std::string shortened(std::string_view text, std::size_t characters) {
    const auto is_continuation = [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
    };
    while (base::unicode::count_characters(text) > characters) {
        while (is_continuation(text.back()))
            text.remove_suffix(1);
        text.remove_suffix(1);
    }
    return std::string(text);
}

}  // namespace

Nicknames::Take Nicknames::take(const std::string& key, const UserId& user) {
    if (!is_free_for(key, user)) return Take::held_by_another;
    const auto holder = holders_.try_emplace(key, Holder{.user = user}).first;
    ++holder->second.times;
    return Take::taken_now;
}

void Nicknames::give_back(const std::string& key, const UserId& user) {
    const auto holder = holders_.find(key);
    if (holder == holders_.end() || holder->second.user != user) return;
    if (--holder->second.times == 0) holders_.erase(holder);
}

std::optional<UserId> Nicknames::holder(const std::string& key) const {
    const auto found = holders_.find(key);
    if (found != holders_.end()) return found->second.user;
    const auto elsewhere = elsewhere_.find(key);
    if (elsewhere != elsewhere_.end()) return elsewhere->second;
    return std::nullopt;
}

void Nicknames::hold_elsewhere(const std::string& key, const UserId& user) {
    elsewhere_.emplace(key, user);
}

void Nicknames::release_elsewhere(const std::string& key, const UserId& user) {
    const auto [begin, end] = elsewhere_.equal_range(key);
    const auto hold =
        std::find_if(begin, end, [&user](const auto& each) { return each.second == user; });
    if (hold != end) elsewhere_.erase(hold);
}

bool Nicknames::is_free_for(const std::string& key, const UserId& user) const {
    const auto holder = holders_.find(key);
    if (holder != holders_.end()) return holder->second.user == user;
    const auto [begin, end] = elsewhere_.equal_range(key);
    return begin == end ||
           std::any_of(begin, end, [&user](const auto& each) { return each.second == user; });
}

std::vector<std::string> Nicknames::suggestions(const Name& name,
                                                std::uint32_t characters_max) const {
    std::vector<std::string> suffixes{"2", "_", "3", "4", "5", "6", "7", "8", "9", "_2", "_3"};
    // In a crowd of the same name: one that is hardly taken.
    for (std::size_t n = 1; n <= kSuggestionsMax; ++n)
        suffixes.push_back(std::to_string(holders_.size() + suffixes.size() + n));

    std::vector<std::string> free;
    for (const std::string& suffix : suffixes) {
        if (suffix.size() >= characters_max) continue;
        const std::string text = shortened(name.text, characters_max - suffix.size()) + suffix;
        const std::optional<Name> candidate = nickname_from(text, characters_max);
        if (!candidate || !is_free_for(candidate->key, UserId())) continue;
        if (std::ranges::find(free, candidate->text) == free.end()) free.push_back(candidate->text);
        if (free.size() == kSuggestionsMax) break;
    }
    return free;
}

}  // namespace chat
