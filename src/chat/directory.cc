#include "chat/directory.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/conversation.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/rooms.h"

namespace chat {

std::vector<RoomEntry> Directory::rooms(Person& person) const {
    const std::vector<KnownRoom*> open = rooms_.open_by_name(ports_.limits.rooms_listed_max);
    std::vector<RoomEntry> entries;
    entries.reserve(open.size());
    for (const KnownRoom* room : open) {
        const bool is_mine = person.place(*room) != nullptr;
        entries.push_back({.room = room->snapshot(),
                           .present = room->present(),
                           .mine = is_mine ? RoomEntry::Mine::yes : RoomEntry::Mine::no});
    }
    return entries;
}

base::Result<Members, ChatError> Directory::members(Person& person, const RoomId& id) const {
    const auto place = find_place(rooms_, person, id);
    if (!place) return base::fail(place.error());
    const KnownRoom& room = *(*place)->room;
    std::vector<const Person*> present(room.live->present.begin(), room.live->present.end());
    const std::size_t listed =
        std::min<std::size_t>(present.size(), ports_.limits.members_listed_max);
    const auto end = present.begin() + static_cast<std::ptrdiff_t>(listed);
    std::ranges::partial_sort(present, end, {},
                              [](const Person* each) { return each->user.nickname; });

    Members members{.present_users = {}, .present = room.present()};
    members.present_users.reserve(listed);
    for (auto each = present.begin(); each != end; ++each)
        members.present_users.push_back((*each)->user);
    return members;
}

}  // namespace chat
