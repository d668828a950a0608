/// PeopleSearch: people by the beginning of their name.
///
/// Thread:     domain.
/// Invariant:  guests find only who is present; nobody finds themselves; at most Limits::people_found_max are found.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/neighbours.h"
#include "chat/nicknames.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room.h"

namespace chat {

class PeopleSearch {
public:
    PeopleSearch(Ports& ports, People& people, const Nicknames& nicknames,
                 const Neighbours& neighbours)
        : ports_(ports), people_(people), nicknames_(nicknames), neighbours_(neighbours) {}

    void find(const Connection& connection, const std::string& query,
              Reply<std::vector<User>> reply);

private:
    [[nodiscard]] const User* find_present(const UserId& user) const;
    /// The first of them by key, whatever the crowd.
    [[nodiscard]] std::vector<User> present(const Person& asker, const std::string& key) const;

    Ports& ports_;
    People& people_;
    const Nicknames& nicknames_;
    const Neighbours& neighbours_;
};

}  // namespace chat
