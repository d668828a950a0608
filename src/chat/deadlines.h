/// Deadlines: what is due when, at most one time for each key.
///
/// Thread:     domain.
/// Invariant:  as many entries as keys that wait: setting again replaces, clearing removes.
#pragma once

#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/clock.h"

namespace chat {

template <typename Key>
class Deadlines {
public:
    void set(const Key& key, base::SteadyTime at) {
        const auto [entry, is_new] = times_.try_emplace(key, at);
        if (!is_new) {
            if (entry->second == at) return;
            order_.erase({entry->second, key});
            entry->second = at;
        }
        order_.emplace(at, key);
    }

    void clear(const Key& key) {
        const auto entry = times_.find(key);
        if (entry == times_.end()) return;
        order_.erase({entry->second, key});
        times_.erase(entry);
    }

    [[nodiscard]] std::optional<base::SteadyTime> next() const {
        if (order_.empty()) return std::nullopt;
        return order_.begin()->first;
    }

    /// Takes out the earliest key whose time has come.
    std::optional<Key> pop(base::SteadyTime now) {
        if (order_.empty() || order_.begin()->first > now) return std::nullopt;
        Key key = std::move(order_.extract(order_.begin()).value().second);
        times_.erase(key);
        return key;
    }

private:
    std::unordered_map<Key, base::SteadyTime> times_;
    std::set<std::pair<base::SteadyTime, Key>> order_;
};

/// The earlier of two times, where either may be missing.
[[nodiscard]] inline std::optional<base::SteadyTime> earlier(std::optional<base::SteadyTime> a,
                                                             std::optional<base::SteadyTime> b) {
    if (!a) return b;
    if (!b) return a;
    return *a < *b ? a : b;
}

}  // namespace chat
