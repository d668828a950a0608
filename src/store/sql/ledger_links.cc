// What the ledger decides of links into rooms, and what it notes of what is done to a room.
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/room_deed.h"
#include "store/sql/ledger.h"
#include "store/sql/place.h"
#include "store/sql/room_links.h"
#include "store/sql/room_notes.h"

namespace store::sql {

using base::fail;
using chat::StoreError;

Ledger::Answer<Ledger::Place> Ledger::append(const chat::Append& append) {
    Answer<Place> place = decide(append);
    if (place && !place->earlier) note_append(append);
    return place;
}

void Ledger::note_append(const chat::Append& append) {
    chat::Named author;
    if (needs_author(append)) {
        author = notes_.author_at(place_of(find_room(append.room)->number, append.target));
    }
    const std::optional<chat::RoomAuditEntry> entry = deed_of(append, author);
    if (entry) notes_.note(find_room(append.room)->number, *entry);
}

Ledger::Answer<chat::RoomLink> Ledger::make_link(const chat::NewRoomLink& link) {
    const RoomState* const room = find_room(link.link.room);
    if (room == nullptr) return fail(StoreError::no_such_room);
    if (room->use == chat::RoomUse::archived) return fail(StoreError::archived);
    const chat::Named& creator = link.link.creator;
    UserState& user = actor(creator.user, creator.nickname, link.link.created);
    keep(user);
    Answer<chat::RoomLink> made = links_.make(room->number, user.number, link);
    if (made) notes_.note(room->number, deed_of_making(*made));
    return made;
}

Ledger::Answer<void> Ledger::revoke_link(const chat::RoomId& room, const chat::RoomLinkId& link,
                                         const chat::Named& by, base::WallTime time) {
    const RoomState* const state = find_room(room);
    if (state == nullptr) return fail(StoreError::no_such_room);
    const Answer<void> revoked = links_.revoke(state->number, link);
    if (!revoked) return revoked;
    keep(actor(by.user, by.nickname, time));
    notes_.note(state->number, deed_of_revoking(link, by, time));
    return {};
}

Ledger::Answer<void> Ledger::lift_ban(const chat::RoomId& room, const chat::UserId& user,
                                      const chat::Named& by, base::WallTime time) {
    const RoomState* const state = find_room(room);
    if (state == nullptr) return fail(StoreError::no_such_room);
    const UserState* const banned = find_user(user);
    if (banned == nullptr) return fail(StoreError::no_change);
    const std::optional<std::string> name = notes_.banned_name(state->number, banned->number);
    const Answer<void> lifted = room_changes_.lift_ban(state->number, banned->number);
    if (!lifted) return lifted;
    keep(actor(by.user, by.nickname, time));
    notes_.note(state->number,
                deed_of_lifting({.user = user, .nickname = name.value_or("")}, by, time));
    return {};
}

}  // namespace store::sql
