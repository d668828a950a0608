#include "chat/changes.h"

#include <string>
#include <utility>

#include "base/result.h"
#include "base/unicode.h"
#include "chat/chat.h"
#include "chat/conversation.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {
namespace {

Append change_of(Seq target, EventKind kind) {
    Append change;
    change.kind = kind;
    change.target = target;
    return change;
}

}  // namespace

KnownRoom* Changes::room_of(Person& person, const RoomId& id, Reply<Posted>& reply) {
    const auto place = find_place(rooms_, person, id);
    if (place) return (*place)->room;
    ports_.metrics.refused_membership.add();
    reply(refuse(place.error()));
    return nullptr;
}

void Changes::edit(const Connection& connection, const Edit& edit, Reply<Posted> reply) {
    Person& person = *connection.person;
    KnownRoom* room = room_of(person, edit.room, reply);
    if (room == nullptr) return;
    base::Result<std::string, ChatError> text = appends_.cleaned(edit.text);
    if (!text) {
        reply(refuse(text.error()));
        return;
    }
    Append change = change_of(edit.target, EventKind::edited);
    change.text = *std::move(text);
    appends_.append(*room, person, std::move(change), std::move(reply));
}

void Changes::remove(const Connection& connection, const Deletion& deletion, Reply<Posted> reply) {
    Person& person = *connection.person;
    KnownRoom* room = room_of(person, deletion.room, reply);
    if (room == nullptr) return;
    Append change = change_of(deletion.target, EventKind::deleted);
    if (person.user.role >= Role::moderator) change.reach = Append::Reach::anyones;
    appends_.append(*room, person, std::move(change), std::move(reply));
}

void Changes::react(const Connection& connection, React react, Reply<Posted> reply) {
    Person& person = *connection.person;
    KnownRoom* room = room_of(person, react.room, reply);
    if (room == nullptr) return;
    if (!base::unicode::is_emoji(react.emoji)) {
        ports_.metrics.refused_emoji.add();
        reply(refuse(ChatError::emoji_invalid));
        return;
    }
    const bool is_on = react.set == React::Set::on;
    Append change =
        change_of(react.target, is_on ? EventKind::reaction_added : EventKind::reaction_removed);
    change.text = std::move(react.emoji);
    appends_.append(*room, person, std::move(change), std::move(reply));
}

}  // namespace chat
