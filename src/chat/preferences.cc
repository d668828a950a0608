#include "chat/preferences.h"

#include <utility>

#include "base/result.h"
#include "chat/audience.h"
#include "chat/bus_message.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

void Preferences::set(const Connection& connection, const RoomId& id, Preference preference,
                      Reply<void> reply) {
    const auto found = find_place_to(Action::read, rooms_, *connection.person, id);
    if (!found) {
        reply(refuse(found.error()));
        return;
    }
    const KnownRoom* room = (*found)->room;
    ports_.room_store.set_preference(
        connection.person->user.id, id, preference,
        ports_.lifeline.guard(
            [this, room, asker = connection.id, user = connection.person->user.id,
             reply = std::move(reply)](base::Result<Membership, StoreError> kept) mutable {
                on_set(asker, user, *room, kept, std::move(reply));
            }));
}

void Preferences::on_set(ConnectionId asker, const UserId& user, const KnownRoom& room,
                         const base::Result<Membership, StoreError>& kept, Reply<void> reply) {
    if (!kept) {
        reply(refuse(kept.error()));
        return;
    }
    const auto asker_now = find_actor(people_, user, room);
    if (!asker_now) {
        reply(refuse(asker_now.error()));
        return;
    }
    const auto [person, place] = *asker_now;
    place->level = kept->level;
    place->liking = kept->liking;
    reply({});
    tell(*person, *place, asker);
    ports_.bus.publish(MembershipNews{
        .user = user, .membership = *kept, .about = MembershipNews::About::preference});
}

void Preferences::tell(const Person& person, const Place& place, ConnectionId asker) const {
    const RoomView view = place.view();
    for (const Connection* other : person.connections) {
        if (other->id != asker)
            ports_.audience.room_changed(other->id, RoomChange::preferred, view, nullptr);
    }
}

void Preferences::on_elsewhere(const UserId& user, const Membership& kept) {
    const KnownRoom* const room = rooms_.find(kept.room);
    Person* const person = people_.find(user);
    if (room == nullptr || person == nullptr) return;
    Place* const place = person->place(*room);
    if (place == nullptr || (place->level == kept.level && place->liking == kept.liking)) return;
    place->level = kept.level;
    place->liking = kept.liking;
    tell(*person, *place, ConnectionId());
}

}  // namespace chat
