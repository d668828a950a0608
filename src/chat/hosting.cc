#include "chat/hosting.h"

#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/event.h"
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

namespace chat {

KnownRoom* Hosting::room_of(const Connection& connection, Action action, const RoomId& id,
                            Reply<Posted>& reply) {
    const auto place = find_place_to(action, rooms_, *connection.person, id);
    if (place) return (*place)->room;
    reply(refuse(place.error()));
    return nullptr;
}

void Hosting::rename(const Connection& connection, const RoomId& id, const std::string& name,
                     Reply<Posted> reply) {
    KnownRoom* room = room_of(connection, Action::rename_room, id, reply);
    if (room == nullptr) return;
    std::optional<Name> valid = room_name_from(name, ports_.limits.room_name_characters_max);
    if (!valid) {
        reply(refuse(ChatError::name_invalid));
        return;
    }
    Append append;
    append.kind = EventKind::room_renamed;
    append.text = std::move(valid->text);
    append.name_key =
        room->room.kind == RoomKind::open ? std::move(valid->key) : room->room.name_key;
    appends_.append(*room, *connection.person, std::move(append), std::move(reply));
}

void Hosting::set_topic(const Connection& connection, const RoomId& id, const std::string& topic,
                        Reply<Posted> reply) {
    KnownRoom* room = room_of(connection, Action::set_topic, id, reply);
    if (room == nullptr) return;
    std::optional<std::string> valid = topic_from(topic, ports_.limits.topic_characters_max);
    if (!valid) {
        reply(refuse(ChatError::topic_too_long));
        return;
    }
    Append append;
    append.kind = EventKind::topic_changed;
    append.text = *std::move(valid);
    appends_.append(*room, *connection.person, std::move(append), std::move(reply));
}

void Hosting::set_use(const Connection& connection, const RoomId& id, RoomUse use,
                      Reply<Posted> reply) {
    KnownRoom* room = room_of(connection, Action::archive_room, id, reply);
    if (room == nullptr) return;
    Append append;
    append.kind = use == RoomUse::archived ? EventKind::room_archived : EventKind::room_restored;
    appends_.append(*room, *connection.person, std::move(append), std::move(reply));
}

void Hosting::set_host(const Connection& connection, const HostWish& wish, Reply<Posted> reply) {
    if (room_of(connection, Action::set_host, wish.room, reply) == nullptr) return;
    ports_.room_store.find_member(
        wish.room, wish.user,
        ports_.lifeline.guard(
            [this, asker = connection.person->user.id, wish, reply = std::move(reply)](
                const base::Result<std::optional<Member>, StoreError>& found) mutable {
                on_member(asker, wish, found, std::move(reply));
            }));
}

void Hosting::on_member(const UserId& asker, const HostWish& wish,
                        const base::Result<std::optional<Member>, StoreError>& found,
                        Reply<Posted> reply) {
    const auto actor = find_actor(Action::set_host, rooms_, people_, asker, wish.room);
    if (!found || !actor) {
        reply(actor ? refuse(found.error()) : refuse(actor.error()));
        return;
    }
    if (!*found) {
        reply(refuse(ChatError::no_such_person));
        return;
    }
    const Member& member = **found;
    const bool is_oneself = asker == wish.user;
    const bool is_on = wish.set == HostWish::Set::on;
    const bool may_set =
        is_on || is_oneself ||
        outranks(rank_in(*actor->person, *actor->place), rank_of(member.user.role, member.role));
    if (!may_set) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    Append append;
    append.kind = is_on ? EventKind::host_made : EventKind::host_removed;
    if (!is_oneself) {
        append.actor = member.user.id;
        append.nickname = member.user.nickname;
    }
    // Who has left meanwhile is nobody of this room.
    appends_.append(actor->room(), *actor->person, std::move(append),
                    [reply = std::move(reply)](base::Result<Posted, Refusal> posted) mutable {
                        if (!posted && posted.error().error == ChatError::not_a_member) {
                            reply(refuse(ChatError::no_such_person));
                        } else {
                            reply(std::move(posted));
                        }
                    });
}

}  // namespace chat
