/// RoomPeople: who is present in a room: here, on this node, and elsewhere, on others.
///
/// Thread:     domain.
/// Invariant:  somebody counts once, on however many nodes they are; count() costs the same for any number of people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include "chat/ids.h"

namespace chat {

struct Person;

class RoomPeople {
public:
    /// Whether it changed who is present in the room: nobody of that id was, or is any more.
    enum class Change : std::uint8_t { none, of_presence };

    Change enter(Person& person);
    Change leave(Person& person);
    /// On one more other node; on one fewer.
    Change enter_elsewhere(const UserId& user);
    Change leave_elsewhere(const UserId& user);

    [[nodiscard]] const std::unordered_set<Person*>& here() const { return here_; }
    /// With the number of nodes.
    [[nodiscard]] const std::unordered_map<UserId, std::uint32_t>& elsewhere() const {
        return elsewhere_;
    }
    [[nodiscard]] bool is_elsewhere(const UserId& user) const { return elsewhere_.contains(user); }
    [[nodiscard]] std::size_t count() const { return here_.size() + elsewhere_.size() - both_; }

private:
    [[nodiscard]] bool is_here(const UserId& user) const { return here_ids_.contains(user); }

    std::unordered_set<Person*> here_;
    std::unordered_set<UserId> here_ids_;  // filled only while somebody is elsewhere
    std::unordered_map<UserId, std::uint32_t> elsewhere_;
    std::size_t both_ = 0;  // here and elsewhere
};

}  // namespace chat
