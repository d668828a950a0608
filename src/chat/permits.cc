#include "chat/permits.h"

#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/room.h"
#include "chat/rooms.h"

namespace chat {
namespace {

/// Whether it is done in an archived room too.
bool goes_on_when_archived(Action action) {
    switch (action) {
        case Action::read:
        case Action::leave:
        case Action::archive_room:
        case Action::kick:
        case Action::ban:
        case Action::manage_links:  // see and take back; none is made
        case Action::read_room_audit:
            return true;
        default:
            return false;
    }
}

}  // namespace

base::Result<Place*, ChatError> find_place(Rooms& rooms, Person& person, const RoomId& id) {
    KnownRoom* room = rooms.find(id);
    if (room == nullptr) return base::fail(ChatError::not_found);
    Place* place = person.place(*room);
    if (place != nullptr) return place;
    return base::fail(room->room.kind == RoomKind::open ? ChatError::not_a_member
                                                        : ChatError::not_found);
}

base::Result<Place*, ChatError> find_place_even_archived(Action action, Rooms& rooms,
                                                         Person& person, const RoomId& id) {
    const auto found = find_place(rooms, person, id);
    if (!found) return found;
    const Room& room = (*found)->room->room;
    if (!may(rank_in(person, **found), action, room)) return base::fail(ChatError::forbidden);
    return found;
}

base::Result<Place*, ChatError> find_place_to(Action action, Rooms& rooms, Person& person,
                                              const RoomId& id) {
    const auto found = find_place_even_archived(action, rooms, person, id);
    if (!found) return found;
    if ((*found)->room->room.use == RoomUse::archived && !goes_on_when_archived(action)) {
        return base::fail(ChatError::archived);
    }
    return found;
}

base::Result<Actor, ChatError> find_actor(Action action, Rooms& rooms, People& people,
                                          const UserId& user, const RoomId& id) {
    Person* person = people.find(user);
    if (person == nullptr) return base::fail(ChatError::not_connected);
    const auto place = find_place_to(action, rooms, *person, id);
    if (!place) return base::fail(place.error());
    return Actor{.person = person, .place = *place};
}

base::Result<Actor, ChatError> find_actor(People& people, const UserId& user,
                                          const KnownRoom& room) {
    Person* const person = people.find(user);
    if (person == nullptr) return base::fail(ChatError::not_connected);
    Place* const place = person->place(room);
    if (place == nullptr) return base::fail(ChatError::not_a_member);
    return Actor{.person = person, .place = place};
}

Rank rank_in(const Person& person, const Place& place) {
    return rank_of(person.user.role, place.role);
}

Rank rank_on_server(const Person& person) {
    return rank_of(person.user.role, RoomRole::member);
}

}  // namespace chat
