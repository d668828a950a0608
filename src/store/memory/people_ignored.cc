// Who wants to see nothing of whom.
#include <algorithm>
#include <ranges>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/memory/people.h"

namespace store {

using base::fail;
using chat::StoreError;
using chat::UserId;

People::Answer<std::vector<chat::Named>> People::set_ignored(const UserId& user,
                                                             const UserId& other,
                                                             chat::Ignoring ignoring) {
    Person* const person = find(user);
    if (person == nullptr || find(other) == nullptr) return fail(StoreError::no_such_user);
    if (ignoring == chat::Ignoring::off) {
        std::erase(person->ignored, other);
    } else if (std::ranges::find(person->ignored, other) == person->ignored.end()) {
        if (person->ignored.size() >= chat::kIgnoredMax) return fail(StoreError::too_many_ignored);
        person->ignored.push_back(other);
    }
    return ignored_by(*person);
}

bool People::is_ignoring(const UserId& user, const UserId& other) const {
    const Person* const person = find(user);
    return person != nullptr && std::ranges::find(person->ignored, other) != person->ignored.end();
}

std::vector<chat::Named> People::ignored_by(const Person& person) const {
    std::vector<chat::Named> ignored;
    ignored.reserve(person.ignored.size());
    for (const UserId& user : std::views::reverse(person.ignored))
        ignored.push_back({.user = user, .nickname = people_.at(user).user.nickname});
    return ignored;
}

}  // namespace store
