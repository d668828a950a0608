#include "chat/profile_notices.h"

#include <algorithm>

#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/rooms.h"

namespace chat {

void update_direct_rooms(const Person& person) {
    for (const Place& place : person.places) {
        const KnownRoom& room = *place.room;
        if (room.room.kind != RoomKind::direct || !room.live) continue;
        for (Person* other : room.live->present) {
            Place* theirs = other->place(room);
            if (other == &person || theirs == nullptr) continue;
            const auto copy = std::ranges::find(theirs->people, person.user.id, &User::id);
            if (copy == theirs->people.end() || *copy == person.user) continue;
            *copy = person.user;
            std::ranges::sort(theirs->people, {}, &User::nickname);
        }
    }
}

void tell_profile(const Ports& ports, const Person& person) {
    update_direct_rooms(person);
    for (const Connection* const connection : person.connections)
        ports.audience.profile(connection->id, person.user);
    for (const Place& place : person.places) {
        if (place.room->present() > ports.limits.notices_present_max) continue;
        ports.audience.profile(place.room->room.id, person.user);
    }
}

}  // namespace chat
