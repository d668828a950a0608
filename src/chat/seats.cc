#include "chat/seats.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "chat/audience.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/silences.h"

namespace chat {

Person* Seats::find(const UserId& user) {
    Person* person = people_.find(user);
    if (person == nullptr) absent_.note(user);
    return person;
}

Place& Seats::begin(Person& person, Place place) {
    Place& begun = person.places.emplace_back(std::move(place));
    attendance_.enter(person, begun);
    return begun;
}

void Seats::subscribe(const Person& person, const Place& place, ConnectionId asker,
                      const Named* by) {
    const RoomView view = place.view();
    for (const Connection* connection : person.connections)
        ports_.audience.subscribe(connection->id, view.room.id);
    tell(person, asker, RoomChange::joined, view, by);
    if (place.mute_known != Place::MuteKnown::yes) silences_.learn(person, place);
}

void Seats::leave(KnownRoom& room, Event left, ConnectionId asker) {
    const UserId user = left.actor;
    const std::shared_ptr<const Named> by = left.by;
    std::optional<RoomView> view;
    Person* person = find(user);
    if (person != nullptr) {
        if (Place* place = person->place(room)) {
            view = place->view();
            place->since = left.seq;  // the leaving is ours to tell, not on_released()'s
        }
        room.people.leave(*person);
    }
    delivery_.committed(room, std::move(left));
    person = people_.find(user);
    if (person == nullptr || !view) return;
    if (person->place(room) != nullptr) end(*person, room);
    view->present = room.present();
    tell(*person, asker, RoomChange::left, *view, by.get());
}

void Seats::end(Person& person, KnownRoom& room) {
    for (Connection* connection : person.connections) {
        // Who is still catching up is not subscribed yet, and now never will be.
        if (std::erase(connection->catching_up, &room) > 0) continue;
        ports_.audience.unsubscribe(connection->id, room.room.id);
    }
    std::erase_if(person.places, [&room](const Place& place) { return place.room == &room; });
    attendance_.exit(person, room);
}

void Seats::on_mentions_released(const KnownRoom& room, const Event& message) {
    for (const UserId& user : *message.mentions) {
        Person* const person = people_.find(user);
        Place* const place = person == nullptr ? nullptr : person->place(room);
        if (place != nullptr && !person->is_ignoring(message.actor)) place->on_mention(message.seq);
    }
}

void Seats::on_released(KnownRoom& room, const Event& event) {
    Person* person = find(event.actor);
    if (person == nullptr) return;
    Place* place = person->place(room);
    const ConnectionId nobody;
    switch (event.kind) {
        case EventKind::member_joined: {
            if (place != nullptr) return;
            const Place& begun = begin(*person, {.room = &room,
                                                 .read = event.seq,
                                                 .read_ordinal = event.ordinal,
                                                 .since = event.seq});
            subscribe(*person, begun, nobody, event.by.get());
            return;
        }
        case EventKind::member_left: {
            if (place == nullptr || place->since > event.seq) return;
            const bool is_told_by_leave = place->since == event.seq;
            RoomView view = place->view();
            end(*person, room);
            if (is_told_by_leave) return;
            view.present = room.present();
            tell(*person, nobody, RoomChange::left, view, event.by.get());
            return;
        }
        case EventKind::host_made:
        case EventKind::host_removed:
            if (place == nullptr || place->since >= event.seq) return;
            place->role = event.kind == EventKind::host_made ? RoomRole::host : RoomRole::member;
            attendance_.announce(*person);
            return;
        case EventKind::muted:
        case EventKind::unmuted:
            if (place == nullptr || place->since >= event.seq) return;
            Silences::on_released(*place, event);
            return;
        default:
            return;
    }
}

void Seats::tell(const Person& person, ConnectionId asker, RoomChange change, const RoomView& view,
                 const Named* by) {
    for (const Connection* connection : person.connections) {
        if (connection->id == asker) continue;
        ports_.audience.room_changed(connection->id, change, view, by);
    }
}

}  // namespace chat
