/// Nicknames: who holds which name among those present, or about to be.
///
/// Thread:     domain.
/// Invariant:  one holder for each key; a name is free again when its holder gave it back as often as they took it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chat/ids.h"
#include "chat/names.h"

namespace chat {

class Nicknames {
public:
    static constexpr std::size_t kSuggestionsMax = 3;

    enum class Take : std::uint8_t { taken_now, held_by_another };

    /// Takes the name for `user`; someone who holds it already holds it once more.
    [[nodiscard]] Take take(const std::string& key, const UserId& user);
    /// Gives it back once; harmless when `user` does not hold it.
    void give_back(const std::string& key, const UserId& user);

    /// Somebody who is present on another node has the name. Two may, who came to two nodes at once.
    void hold_elsewhere(const std::string& key, const UserId& user);
    void release_elsewhere(const std::string& key, const UserId& user);

    [[nodiscard]] bool is_free_for(const std::string& key, const UserId& user) const;

    [[nodiscard]] std::optional<UserId> holder(const std::string& key) const;

    /// Who holds names whose key begins so, by key, those here before those elsewhere, as long as `visit` returns true.
    template <typename Visit>
    void visit_from(const std::string& key_prefix, Visit visit) const {
        for (auto entry = holders_.lower_bound(key_prefix);
             entry != holders_.end() && entry->first.starts_with(key_prefix); ++entry) {
            if (!visit(entry->second.user)) return;
        }
        for (auto entry = elsewhere_.lower_bound(key_prefix);
             entry != elsewhere_.end() && entry->first.starts_with(key_prefix); ++entry) {
            if (!visit(entry->second)) return;
        }
    }

    /// Free names like `name`, at most kSuggestionsMax, each no longer than `characters_max`.
    [[nodiscard]] std::vector<std::string> suggestions(const Name& name,
                                                       std::uint32_t characters_max) const;

private:
    struct Holder {
        UserId user;
        std::uint32_t times = 0;
    };
    std::map<std::string, Holder> holders_;
    std::multimap<std::string, UserId> elsewhere_;
};

}  // namespace chat
