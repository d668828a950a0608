/// Who hears that somebody is called or looks otherwise now.
///
/// Thread:     domain.
#pragma once

#include "chat/people.h"
#include "chat/ports.h"

namespace chat {

/// The others in their direct rooms, as far as they are present, know the person as they are now.
void update_direct_rooms(const Person& person);

/// Does that, and tells the person's connections and, where they are not too many, the others in their rooms.
void tell_profile(const Ports& ports, const Person& person);

}  // namespace chat
