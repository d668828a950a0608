/// PeopleSearch: people by the beginning of their name.
///
/// Thread:     domain.
/// Invariant:  guests find only who is present; nobody finds themselves; at most Limits::people_found_max are found.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room.h"

namespace chat {

class PeopleSearch {
public:
    PeopleSearch(Ports& ports, const People& people) : ports_(ports), people_(people) {}

    void find(const Connection& connection, const std::string& query,
              Reply<std::vector<User>> reply);

private:
    [[nodiscard]] std::vector<User> present(const Person& asker, const std::string& key) const;

    Ports& ports_;
    const People& people_;
};

}  // namespace chat
