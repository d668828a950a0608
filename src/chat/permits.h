/// Permits: whether somebody may do something in a room now.
///
/// Thread:     domain. Pure functions over what is in memory.
/// Invariant:  a room that is not open does not exist for those outside: whatever they ask, the answer is that of a
///             room that is not there, and nothing else is looked at before.
/// Elsewhere:  what each role may do is permissions.h.
#pragma once

#include "base/result.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/rooms.h"

namespace chat {

/// Where the person stands in the room of that name. errors: not_found, not_a_member
[[nodiscard]] base::Result<Place*, ChatError> find_place(Rooms& rooms, Person& person,
                                                         const RoomId& id);

/// The same of somebody who may do `action` there. errors: not_found, not_a_member, forbidden, archived
[[nodiscard]] base::Result<Place*, ChatError> find_place_to(Action action, Rooms& rooms,
                                                            Person& person, const RoomId& id);

/// The same also in an archived room, of what the store refuses there: it may have been done before.
[[nodiscard]] base::Result<Place*, ChatError> find_place_even_archived(Action action, Rooms& rooms,
                                                                       Person& person,
                                                                       const RoomId& id);

/// Somebody present who may do something in a room.
struct Actor {
    Person* person = nullptr;
    Place* place = nullptr;

    [[nodiscard]] KnownRoom& room() const { return *place->room; }
    [[nodiscard]] Named named() const {
        return {.user = person->user.id, .nickname = person->user.nickname};
    }
};

/// Whoever asked and waited for the store, when they are still here and may still.
/// errors  not_connected, and as find_place_to()
[[nodiscard]] base::Result<Actor, ChatError> find_actor(Action action, Rooms& rooms, People& people,
                                                        const UserId& user, const RoomId& id);

/// The same of what only needs a place there, whatever may be done in it by now.
/// errors  not_connected, not_a_member
[[nodiscard]] base::Result<Actor, ChatError> find_actor(People& people, const UserId& user,
                                                        const KnownRoom& room);

/// What they are in a room that they are in.
[[nodiscard]] Rank rank_in(const Person& person, const Place& place);

/// What they are on the server.
[[nodiscard]] Rank rank_on_server(const Person& person);

}  // namespace chat
