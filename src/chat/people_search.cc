#include "chat/people_search.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/names.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {
namespace {

/// Adds those of `more` who are not among `found` and not `asker`.
void merge(std::vector<User>& found, std::vector<User> more, const UserId& asker) {
    const std::size_t known = found.size();
    for (User& user : more) {
        const auto end = found.begin() + static_cast<std::ptrdiff_t>(known);
        const bool is_known = std::ranges::find(found.begin(), end, user.id, &User::id) != end;
        if (!is_known && user.id != asker) found.push_back(std::move(user));
    }
}

void order(std::vector<User>& found, std::size_t count) {
    std::ranges::sort(found, {}, &User::nickname);
    if (found.size() > count) found.resize(count);
}

}  // namespace

void PeopleSearch::find(const Connection& connection, const std::string& query,
                        Reply<std::vector<User>> reply) {
    const Person& person = *connection.person;
    const Rank rank = rank_on_server(person);
    if (!may(rank, Action::find_people)) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    std::string key = key_from(query);
    std::vector<User> found = present(person, key);
    if (key.empty() || !may(rank, Action::find_accounts)) {
        reply(std::move(found));
        return;
    }
    const std::uint32_t limit = ports_.limits.people_found_max;
    ports_.room_store.find_accounts(
        std::move(key), limit + 1,  // oneself may be one of them
        ports_.lifeline.guard(
            [found = std::move(found), asker = person.user.id, limit, reply = std::move(reply)](
                base::Result<std::vector<User>, StoreError> accounts) mutable {
                if (!accounts) {
                    reply(refuse(accounts.error()));
                    return;
                }
                merge(found, *std::move(accounts), asker);
                order(found, limit);
                reply(std::move(found));
            }));
}

const User* PeopleSearch::find_present(const UserId& user) const {
    if (const Person* const person = people_.find(user)) return &person->user;
    const PresentPerson* const elsewhere = neighbours_.find(user);
    return elsewhere == nullptr ? nullptr : &elsewhere->user;
}

std::vector<User> PeopleSearch::present(const Person& asker, const std::string& key) const {
    std::vector<User> found;
    nicknames_.visit_from(key, [&](const UserId& user) {
        // A name may be held by who is only about to come, by its old and its new key, or here and elsewhere.
        const User* const one = find_present(user);
        const bool is_one = one != nullptr && user != asker.user.id &&
                            std::ranges::find(found, user, &User::id) == found.end();
        if (is_one) found.push_back(*one);
        return found.size() < ports_.limits.people_found_max;
    });
    std::ranges::sort(found, {}, &User::nickname);
    return found;
}

}  // namespace chat
