#include "chat/changes.h"

#include <string>
#include <utility>

#include "base/result.h"
#include "base/unicode.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
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

Place* Changes::place_of(Person& person, const RoomId& id, Reply<Posted>& reply) {
    const auto place = find_place_to(Action::post, rooms_, person, id);
    if (place) return *place;
    ports_.metrics.refused_membership.add();
    reply(refuse(place.error()));
    return nullptr;
}

Place* Changes::place_to_write(Person& person, const RoomId& id, Reply<Posted>& reply) {
    Place* const place = place_of(person, id, reply);
    if (place == nullptr) return nullptr;
    const auto refusal = silences_.refusal(person, *place);
    if (!refusal) return place;
    reply(base::fail(*refusal));
    return nullptr;
}

void Changes::edit(const Connection& connection, const Edit& edit, Reply<Posted> reply) {
    Person& person = *connection.person;
    const Place* place = place_to_write(person, edit.room, reply);
    if (place == nullptr) return;
    base::Result<std::string, ChatError> text = appends_.cleaned(edit.text);
    if (!text) {
        reply(refuse(text.error()));
        return;
    }
    Append change = change_of(edit.target, EventKind::edited);
    change.text = *std::move(text);
    appends_.append(*place->room, person, std::move(change), std::move(reply));
}

void Changes::remove(const Connection& connection, const Deletion& deletion, Reply<Posted> reply) {
    Person& person = *connection.person;
    const Place* place = place_of(person, deletion.room, reply);
    if (place == nullptr) return;
    Append change = change_of(deletion.target, EventKind::deleted);
    const bool may_delete_others =
        may(rank_in(person, *place), Action::delete_others, place->room->room);
    if (may_delete_others) change.reach = Append::Reach::anyones;
    appends_.append(*place->room, person, std::move(change), std::move(reply));
}

void Changes::react(const Connection& connection, React react, Reply<Posted> reply) {
    Person& person = *connection.person;
    const Place* place = place_to_write(person, react.room, reply);
    if (place == nullptr) return;
    if (!base::unicode::is_emoji(react.emoji)) {
        ports_.metrics.refused_emoji.add();
        reply(refuse(ChatError::emoji_invalid));
        return;
    }
    const bool is_on = react.set == React::Set::on;
    Append change =
        change_of(react.target, is_on ? EventKind::reaction_added : EventKind::reaction_removed);
    change.text = std::move(react.emoji);
    appends_.append(*place->room, person, std::move(change), std::move(reply));
}

}  // namespace chat
