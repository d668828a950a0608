#include "chat/memberships.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/names.h"
#include "chat/people.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {
namespace {

constexpr std::size_t kRoomIdCharacters = 10;  // 60 random bits

}  // namespace

void Memberships::join(Connection& connection, const RoomId& id, Reply<RoomView> reply) {
    Person& person = *connection.person;
    KnownRoom* room = rooms_.find(id);
    if (room != nullptr) {
        if (const Place* place = person.place(*room)) {
            reply(place->view());
            return;
        }
    }
    if (room == nullptr || room->room.kind != RoomKind::open) {
        reply(refuse(ChatError::not_found));
        return;
    }
    if (person.places.size() >= ports_.limits.rooms_joined_max) {
        reply(refuse(ChatError::too_many_rooms));
        return;
    }
    ports_.store.append(
        change(*room, EventKind::member_joined, person),
        ports_.lifeline.guard(
            [this, room, asker = connection.id, user = person.user.id,
             reply = std::move(reply)](base::Result<Appended, StoreError> appended) mutable {
                on_joined(asker, *room, std::move(appended), std::move(reply), user);
            }));
}

void Memberships::on_joined(ConnectionId asker, KnownRoom& room,
                            base::Result<Appended, StoreError> appended, Reply<RoomView> reply,
                            const UserId& user) {
    const bool was_member = !appended && appended.error() == StoreError::already_member;
    if (!appended && !was_member) {
        reply(refuse(appended.error()));
        return;
    }
    Person* person = people_.find(user);
    if (person == nullptr) {  // gone meanwhile; the membership remains for when they come back
        reply(refuse(ChatError::not_connected));
        if (appended) delivery_.committed(room, std::move(appended->event));
        return;
    }
    const Place* place = person->place(room);
    const bool is_new = place == nullptr;
    if (is_new) {
        place = appended ? &begin(*person, room, appended->event.seq, appended->event.ordinal)
                         : &begin(*person, room, room.head(), room.ordinal());
    }
    const RoomView view = place->view();
    reply(view);
    if (is_new) {
        subscribe_all(*person, room);
        tell_others(*person, asker, RoomChange::joined, view);
    }
    if (appended) delivery_.committed(room, std::move(appended->event));
}

void Memberships::leave(Connection& connection, const RoomId& id, Reply<void> reply) {
    Person& person = *connection.person;
    KnownRoom* room = rooms_.find(id);
    const Place* place = room == nullptr ? nullptr : person.place(*room);
    if (place == nullptr) {
        const bool is_seen = room != nullptr && room->room.kind == RoomKind::open;
        reply(refuse(is_seen ? ChatError::not_a_member : ChatError::not_found));
        return;
    }
    if (id == kLobby) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    ports_.store.append(
        change(*room, EventKind::member_left, person),
        ports_.lifeline.guard(
            [this, room, asker = connection.id, user = person.user.id,
             reply = std::move(reply)](base::Result<Appended, StoreError> appended) mutable {
                on_left(asker, *room, std::move(appended), std::move(reply), user);
            }));
}

void Memberships::on_left(ConnectionId asker, KnownRoom& room,
                          base::Result<Appended, StoreError> appended, Reply<void> reply,
                          const UserId& user) {
    Person* person = people_.find(user);
    if (!appended) {
        const bool was_none = appended.error() == StoreError::not_a_member;
        reply(refuse(appended.error()));
        if (was_none && person != nullptr && person->place(room) != nullptr) end(*person, room);
        return;
    }
    std::optional<RoomView> view;
    Place* place = person == nullptr ? nullptr : person->place(room);
    if (place != nullptr) {
        view = place->view();
        place->since =
            appended->event.seq;  // the leaving is ours to carry out, not on_released()'s
    }
    reply({});
    // The one who leaves still hears of it, but is no longer counted.
    if (person != nullptr && room.live) room.live->present.erase(person);
    delivery_.committed(room, std::move(appended->event));
    person = people_.find(user);
    if (person == nullptr || !view) return;
    if (person->place(room) != nullptr) end(*person, room);
    view->present = room.present();
    tell_others(*person, asker, RoomChange::left, *view);
}

void Memberships::create(Connection& connection, const std::string& name, Reply<RoomView> reply) {
    Person& person = *connection.person;
    std::optional<Name> valid = room_name_from(name, ports_.limits.room_name_characters_max);
    if (!valid) {
        reply(refuse(ChatError::name_invalid));
        return;
    }
    if (person.places.size() >= ports_.limits.rooms_joined_max ||
        rooms_.size() + creates_waiting_ >= ports_.limits.rooms_max) {
        reply(refuse(ChatError::too_many_rooms));
        return;
    }
    Room room{.id = RoomId(ports_.random.token(kRoomIdCharacters)),
              .name = std::move(valid->text),
              .name_key = std::move(valid->key),
              .kind = RoomKind::open,
              .created = ports_.clock.wall()};
    ++creates_waiting_;
    ports_.store.create_room(
        std::move(room), person.user,
        ports_.lifeline.guard(
            [this, asker = connection.id, user = person.user.id,
             reply = std::move(reply)](base::Result<Room, StoreError> made) mutable {
                --creates_waiting_;
                on_created(asker, std::move(made), std::move(reply), user);
            }));
}

void Memberships::on_created(ConnectionId asker, base::Result<Room, StoreError> made,
                             Reply<RoomView> reply, const UserId& user) {
    if (!made) {
        reply(refuse(made.error()));
        return;
    }
    KnownRoom& room = rooms_.add(*std::move(made));
    Person* person = people_.find(user);
    RoomView view{.room = room.snapshot()};
    if (person == nullptr) {
        reply(refuse(ChatError::not_connected));
    } else {
        view = begin(*person, room, room.head(), room.ordinal()).view();
        reply(view);
    }
    ports_.bus.publish_room(room.snapshot());
    ports_.audience.room_created(
        {.room = room.snapshot(), .read = 0, .unread = 0, .present = room.present()});
    if (person == nullptr) return;
    subscribe_all(*person, room);
    tell_others(*person, asker, RoomChange::joined, view);
}

void Memberships::on_released(KnownRoom& room, const Event& event) {
    Person* person = people_.find(event.actor);
    if (person == nullptr) return;
    const Place* place = person->place(room);
    const ConnectionId nobody;
    if (event.kind == EventKind::member_left && place != nullptr && place->since < event.seq) {
        RoomView view = place->view();
        end(*person, room);
        view.present = room.present();
        tell_others(*person, nobody, RoomChange::left, view);
    } else if (event.kind == EventKind::member_joined && place == nullptr) {
        const RoomView view = begin(*person, room, event.seq, event.ordinal).view();
        subscribe_all(*person, room);
        tell_others(*person, nobody, RoomChange::joined, view);
    }
}

Place& Memberships::begin(Person& person, KnownRoom& room, Seq since, Ordinal ordinal) {
    Place& place = person.places.emplace_back(
        Place{.room = &room, .read = since, .read_ordinal = ordinal, .since = since});
    attendance_.enter(person, place);
    return place;
}

void Memberships::subscribe_all(Person& person, const KnownRoom& room) {
    for (const Connection* connection : person.connections)
        ports_.audience.subscribe(connection->id, room.room.id);
}

void Memberships::end(Person& person, KnownRoom& room) {
    for (Connection* connection : person.connections) {
        // Who is still catching up is not subscribed yet, and now never will be.
        if (std::erase(connection->catching_up, &room) > 0) continue;
        ports_.audience.unsubscribe(connection->id, room.room.id);
    }
    std::erase_if(person.places, [&room](const Place& place) { return place.room == &room; });
    attendance_.exit(person, room);
}

void Memberships::tell_others(const Person& person, ConnectionId asker, RoomChange change,
                              const RoomView& view) {
    for (const Connection* connection : person.connections) {
        if (connection->id == asker) continue;
        ports_.audience.room_changed(connection->id, change, view);
    }
}

Append Memberships::change(const KnownRoom& room, EventKind kind, const Person& person) const {
    return {.room = room.room.id,
            .kind = kind,
            .actor = person.user.id,
            .nickname = person.user.nickname,
            .time = ports_.clock.wall(),
            .text = {},
            .nonce = {}};
}

}  // namespace chat
