/// Who hears that somebody is called or looks otherwise now.
///
/// Thread:     domain.
#pragma once

#include "chat/people.h"
#include "chat/ports.h"

namespace chat {

/// Tells the person's connections and, where they are not too many, the others in their rooms.
inline void tell_profile(const Ports& ports, const Person& person) {
    for (const Connection* const connection : person.connections)
        ports.audience.profile(connection->id, person.user);
    for (const Place& place : person.places) {
        if (place.room->present() > ports.limits.notices_present_max) continue;
        ports.audience.profile(place.room->room.id, person.user);
    }
}

}  // namespace chat
