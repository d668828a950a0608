#include "chat/here.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

std::vector<UserId> people_here(const Person& author, const Place& place,
                                std::uint32_t here_people_max) {
    const KnownRoom& room = *place.room;
    std::vector<UserId> others;
    if (room.people.count() > kHereMax + 1) return others;
    others.reserve(room.people.count());
    for (const Person* person : room.people.here()) {
        if (person != &author) others.push_back(person->user.id);
    }
    for (const auto& [user, nodes] : room.people.elsewhere()) {
        if (user != author.user.id) others.push_back(user);
    }
    std::ranges::sort(others);
    const auto twice = std::ranges::unique(others);  // on several nodes
    others.erase(twice.begin(), twice.end());
    const bool is_for_all = others.size() <= here_people_max ||
                            may(rank_in(author, place), Action::mean_everybody, room.room);
    if (!is_for_all || others.size() > kHereMax) return {};
    return others;
}

}  // namespace chat
