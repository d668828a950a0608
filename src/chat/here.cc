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
    if (!room.live || room.live->present.size() > kHereMax + 1) return others;
    others.reserve(room.live->present.size());
    for (const Person* person : room.live->present) {
        if (person != &author) others.push_back(person->user.id);
    }
    const bool is_for_all = others.size() <= here_people_max ||
                            may(rank_in(author, place), Action::mean_everybody, room.room);
    if (!is_for_all || others.size() > kHereMax) return {};
    std::ranges::sort(others);
    return others;
}

}  // namespace chat
