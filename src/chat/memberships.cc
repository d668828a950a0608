#include "chat/memberships.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/names.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/rooms.h"
#include "chat/secrets.h"
#include "chat/silences.h"
#include "chat/store.h"

namespace chat {
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
    if (!may(rank_on_server(person), Action::join_public)) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    enter(connection, *room, std::nullopt, std::move(reply));
}

void Memberships::join_by(Connection& connection, KnownRoom& room, SecretHash link,
                          Reply<RoomView> reply) {
    if (const Place* place = connection.person->place(room)) {
        reply(place->view());
        return;
    }
    enter(connection, room, std::move(link), std::move(reply));
}

void Memberships::enter(Connection& connection, KnownRoom& known, std::optional<SecretHash> link,
                        Reply<RoomView> reply) {
    const Person& person = *connection.person;
    KnownRoom* const room = &known;
    if (room->room.use == RoomUse::archived) {
        reply(refuse(ChatError::archived));
        return;
    }
    if (person.places.size() >= ports_.limits.rooms_joined_max) {
        reply(refuse(ChatError::too_many_rooms));
        return;
    }
    // A mute outlives leaving: it is known before anybody hears that they are here again.
    ports_.room_records.mutes(
        room->room.id, ports_.clock.wall(),
        ports_.lifeline.guard(
            [this, room, asker = connection.id, link = std::move(link), reply = std::move(reply)](
                const base::Result<std::vector<MuteEntry>, StoreError>& mutes) mutable {
                on_mutes(asker, *room, std::move(link), mutes, std::move(reply));
            }));
}

void Memberships::on_mutes(ConnectionId asker, KnownRoom& room, std::optional<SecretHash> link,
                           const base::Result<std::vector<MuteEntry>, StoreError>& mutes,
                           Reply<RoomView> reply) {
    const Connection* const connection = people_.find(asker);
    if (connection == nullptr || !mutes) {
        reply(mutes ? refuse(ChatError::not_connected) : refuse(mutes.error()));
        return;
    }
    const User& user = connection->person->user;
    Append append = change(room, EventKind::member_joined, user);
    append.link = std::move(link);
    ports_.store.append(
        std::move(append),
        ports_.lifeline.guard(
            [this, &room, asker, user = user.id, mute = mute_in(*mutes, user.id),
             reply = std::move(reply)](base::Result<Appended, StoreError> appended) mutable {
                on_joined(asker, room, std::move(appended), std::move(reply), user, mute);
            }));
}

void Memberships::on_joined(ConnectionId asker, KnownRoom& room,
                            base::Result<Appended, StoreError> appended, Reply<RoomView> reply,
                            const UserId& user, const std::optional<Mute>& mute) {
    const bool was_member = !appended && appended.error() == StoreError::already_member;
    if (!appended && !was_member) {
        reply(refuse(appended.error()));
        delivery_.refused(room, appended.error());
        return;
    }
    Person* person = seats_.find(user);
    if (person == nullptr) {  // gone meanwhile; the membership remains for when they come back
        reply(refuse(ChatError::not_connected));
        if (appended) delivery_.committed(room, std::move(appended->event));
        return;
    }
    const Place* place = person->place(room);
    const bool is_new = place == nullptr;
    if (is_new) {
        const Seq since = appended ? appended->event.seq : room.head();
        const Ordinal ordinal = appended ? appended->event.ordinal : room.ordinal();
        place = &seats_.begin(*person, {.room = &room,
                                        .read = since,
                                        .read_ordinal = ordinal,
                                        .since = since,
                                        .mute = mute,
                                        .mute_known = Place::MuteKnown::before});
    }
    reply(place->view());
    if (is_new) seats_.subscribe(*person, *place, asker, nullptr);
    if (appended) delivery_.committed(room, std::move(appended->event));
}

void Memberships::leave(Connection& connection, const RoomId& id, Reply<void> reply) {
    Person& person = *connection.person;
    const auto place = find_place_to(Action::leave, rooms_, person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    KnownRoom* room = (*place)->room;
    ports_.store.append(
        change(*room, EventKind::member_left, person.user),
        ports_.lifeline.guard(
            [this, room, asker = connection.id, user = person.user.id,
             reply = std::move(reply)](base::Result<Appended, StoreError> appended) mutable {
                on_left(asker, *room, std::move(appended), std::move(reply), user);
            }));
}

void Memberships::on_left(ConnectionId asker, KnownRoom& room,
                          base::Result<Appended, StoreError> appended, Reply<void> reply,
                          const UserId& user) {
    if (appended) {
        reply({});
        seats_.leave(room, std::move(appended->event), asker);
        return;
    }
    const bool was_none = appended.error() == StoreError::not_a_member;
    reply(refuse(was_none && room.room.kind != RoomKind::open ? StoreError::no_such_room
                                                              : appended.error()));
    delivery_.refused(room, appended.error());
    Person* person = people_.find(user);
    if (was_none && person != nullptr && person->place(room) != nullptr) seats_.end(*person, room);
}

void Memberships::create(Connection& connection, const RoomWish& wish, Reply<RoomView> reply) {
    Person& person = *connection.person;
    const bool is_open = wish.kind == RoomKind::open;
    if (wish.kind == RoomKind::direct ||
        !may(rank_on_server(person), is_open ? Action::create_public : Action::create_private)) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    std::optional<Name> name = room_name_from(wish.name, ports_.limits.room_name_characters_max);
    if (!name) {
        reply(refuse(ChatError::name_invalid));
        return;
    }
    std::optional<std::string> topic = topic_from(wish.topic, ports_.limits.topic_characters_max);
    if (!topic) {
        reply(refuse(ChatError::topic_too_long));
        return;
    }
    if (person.places.size() >= ports_.limits.rooms_joined_max ||
        rooms_.size() - rooms_.direct() + creates_waiting_ >= ports_.limits.rooms_max) {
        reply(refuse(ChatError::too_many_rooms));
        return;
    }
    Room room{.id = RoomId(ports_.random.token(kRoomIdCharacters)),
              .name = std::move(name->text),
              .name_key = std::move(name->key),
              .kind = wish.kind,
              .created = ports_.clock.wall(),
              .topic = *std::move(topic)};
    if (!is_open) room.name_key = key_of_closed(room.id);
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
    Person* person = seats_.find(user);
    const Place* place = nullptr;
    if (person == nullptr) {
        reply(refuse(ChatError::not_connected));
    } else {
        place = &seats_.begin(*person, {.room = &room,
                                        .read = room.head(),
                                        .read_ordinal = room.ordinal(),
                                        .since = room.head(),
                                        .role = RoomRole::host,
                                        .mute_known = Place::MuteKnown::yes});
        reply(place->view());
    }
    ports_.bus.publish(room.snapshot());
    if (room.room.kind == RoomKind::open) {
        ports_.audience.room_created({.room = room.snapshot(), .present = room.present()});
    }
    if (place != nullptr) seats_.subscribe(*person, *place, asker, nullptr);
}

void Memberships::add(Connection& connection, const OnMember& wish, Reply<Posted> reply) {
    Person& person = *connection.person;
    const auto place = find_place_to(Action::add_people, rooms_, person, wish.room);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    ports_.room_records.mutes(
        wish.room, ports_.clock.wall(),
        ports_.lifeline.guard(
            [this, asker = person.user.id, wish, reply = std::move(reply)](
                const base::Result<std::vector<MuteEntry>, StoreError>& mutes) mutable {
                if (!mutes) {
                    reply(refuse(mutes.error()));
                    return;
                }
                find_to_add(asker, wish, mute_in(*mutes, wish.user), std::move(reply));
            }));
}

void Memberships::find_to_add(const UserId& asker, const OnMember& wish,
                              const std::optional<Mute>& mute, Reply<Posted> reply) {
    ports_.accounts.find_people(
        {wish.user}, ports_.lifeline.guard(
                         [this, asker, wish, mute, reply = std::move(reply)](
                             const base::Result<std::vector<User>, StoreError>& found) mutable {
                             on_found(asker, wish, mute, found, std::move(reply));
                         }));
}

void Memberships::on_found(const UserId& asker, const OnMember& wish,
                           const std::optional<Mute>& mute,
                           const base::Result<std::vector<User>, StoreError>& found,
                           Reply<Posted> reply) {
    const auto actor = find_actor(Action::add_people, rooms_, people_, asker, wish.room);
    if (!found || !actor) {
        reply(actor ? refuse(found.error()) : refuse(actor.error()));
        return;
    }
    if (found->empty()) {
        reply(refuse(ChatError::no_such_person));
        return;
    }
    KnownRoom& room = actor->room();
    Person* added = people_.find(wish.user);
    const bool is_full = added != nullptr && added->place(room) == nullptr &&
                         added->places.size() >= ports_.limits.rooms_joined_max;
    if (is_full) {
        reply(refuse(ChatError::too_many_rooms));
        return;
    }
    Append append = change(room, EventKind::member_joined, found->front());
    append.by = actor->named();
    ports_.store.append(
        std::move(append),
        ports_.lifeline.guard([this, &room, mute, reply = std::move(reply)](
                                  base::Result<Appended, StoreError> appended) mutable {
            on_added(room, std::move(appended), std::move(reply), mute);
        }));
}

void Memberships::on_added(KnownRoom& room, base::Result<Appended, StoreError> appended,
                           Reply<Posted> reply, const std::optional<Mute>& mute) {
    if (!appended && appended.error() == StoreError::already_member) {
        reply(Posted{.room = room.room.id, .seq = room.head(), .time = ports_.clock.wall()});
        return;
    }
    if (!appended) {
        reply(refuse(appended.error()));
        delivery_.refused(room, appended.error());
        return;
    }
    Event& event = appended->event;
    Person* added = seats_.find(event.actor);
    const Place* place = nullptr;
    if (added != nullptr && added->place(room) == nullptr) {
        place = &seats_.begin(*added, {.room = &room,
                                       .read = event.seq,
                                       .read_ordinal = event.ordinal,
                                       .since = event.seq,
                                       .mute = mute,
                                       .mute_known = Place::MuteKnown::before});
    }
    reply(Posted{.room = event.room, .seq = event.seq, .time = event.time});
    if (place != nullptr) seats_.subscribe(*added, *place, ConnectionId(), event.by.get());
    delivery_.committed(room, std::move(event));
}

Append Memberships::change(const KnownRoom& room, EventKind kind, const User& user) const {
    return {.room = room.room.id,
            .kind = kind,
            .actor = user.id,
            .nickname = user.nickname,
            .time = ports_.clock.wall(),
            .text = {},
            .nonce = {}};
}

}  // namespace chat
