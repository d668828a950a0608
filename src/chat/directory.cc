#include "chat/directory.h"

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
#include "chat/room_store.h"
#include "chat/rooms.h"
#include "chat/store.h"
#include "chat/weight.h"

namespace chat {
namespace {

struct PresentMember {
    const User* user = nullptr;
    RoomRole role = RoomRole::member;
};

RoomRole role_in(const PresentPerson& person, const RoomId& room) {
    const auto found = std::ranges::lower_bound(person.rooms, room, {}, &PresentIn::room);
    const bool is_there = found != person.rooms.end() && found->room == room;
    return is_there ? found->role : RoomRole::member;
}

}  // namespace

std::vector<RoomEntry> Directory::rooms(const Person& person, const std::string& query) const {
    const std::string key = key_from(query);
    std::vector<RoomEntry> entries;
    std::uint64_t bytes = 0;
    rooms_.visit_open_by_name([&](const KnownRoom& room) {
        if (entries.size() == ports_.limits.rooms_listed_max) return Rooms::Visit::stop;
        if (!room.room.name_key.contains(key)) return Rooms::Visit::go_on;
        const bool is_mine = person.place(room) != nullptr;
        if (room.room.use == RoomUse::archived && !is_mine) return Rooms::Visit::go_on;
        bytes += weight_of(room.room);
        if (bytes > ports_.limits.page_bytes_max && !entries.empty()) return Rooms::Visit::stop;
        entries.push_back({.room = room.snapshot(),
                           .present = room.present(),
                           .mine = is_mine ? RoomEntry::Mine::yes : RoomEntry::Mine::no});
        return Rooms::Visit::go_on;
    });
    return entries;
}

base::Result<Members, ChatError> Directory::members(Person& person, const RoomId& id) const {
    const auto place = find_place_to(Action::read, rooms_, person, id);
    if (!place) return base::fail(place.error());
    const KnownRoom& room = *(*place)->room;
    std::vector<PresentMember> present;
    present.reserve(room.people.count());
    for (const Person* const each : room.people.here()) {
        const Place* const theirs = each->place(room);
        present.push_back(
            {.user = &each->user, .role = theirs == nullptr ? RoomRole::member : theirs->role});
    }
    for (const auto& [user, nodes] : room.people.elsewhere()) {
        Person* const here = people_.find(user);
        if (here != nullptr && room.people.here().contains(here)) continue;
        if (const PresentPerson* const each = neighbours_.find(user)) {
            present.push_back({.user = &each->user, .role = role_in(*each, id)});
        }
    }
    const std::size_t listed =
        std::min<std::size_t>(present.size(), ports_.limits.members_listed_max);
    const auto end = present.begin() + static_cast<std::ptrdiff_t>(listed);
    std::ranges::partial_sort(present, end, {},
                              [](const PresentMember& each) { return each.user->nickname; });

    Members members{.present_members = {}, .present = room.present()};
    members.present_members.reserve(listed);
    for (auto each = present.begin(); each != end; ++each)
        members.present_members.push_back({.user = *each->user, .role = each->role});
    return members;
}

void Directory::roster(const Connection& connection, RosterRequest request,
                       Reply<RosterPage> reply) {
    const auto place = find_place_to(Action::read, rooms_, *connection.person, request.room);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    request.limit = std::clamp(request.limit, 1U, ports_.limits.members_listed_max);
    const RoomId id = request.room;
    ports_.room_store.roster(
        std::move(request),
        ports_.lifeline.guard(
            [this, id, asker = connection.person->user.id,
             reply = std::move(reply)](base::Result<Roster, StoreError> found) mutable {
                // They may have had to go while the store was reading.
                const auto actor = find_actor(Action::read, rooms_, people_, asker, id);
                if (!found || !actor) {
                    reply(actor ? refuse(found.error()) : refuse(actor.error()));
                } else {
                    reply(page_of(actor->room(), *std::move(found)));
                }
            }));
}

RosterPage Directory::page_of(const KnownRoom& room, Roster roster) const {
    RosterPage page{.entries = {}, .more = roster.more};
    page.entries.reserve(roster.members.size());
    for (Member& member : roster.members) {
        const Person* person = people_.find(member.user.id);
        const bool is_here = (person != nullptr && person->place(room) != nullptr) ||
                             room.people.is_elsewhere(member.user.id);
        page.entries.push_back(
            {.member = std::move(member),
             .here = is_here ? RosterPage::Entry::Here::yes : RosterPage::Entry::Here::no});
    }
    return page;
}

}  // namespace chat
