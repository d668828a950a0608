// What the ledger decides of rooms and of who is in them.
#include <memory>
#include <optional>
#include <vector>

#include "base/check.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/room_deed.h"
#include "store/sql/ledger.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/room_changes.h"
#include "store/sql/room_links.h"
#include "store/sql/room_notes.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::EventKind;
using chat::StoreError;

Ledger::UserState* Ledger::find_person(const chat::UserId& id) {
    UserState* const user = find_user(id);
    if (user == nullptr) return nullptr;
    Rows rows = is_person_.rows(user->number);
    return rows.next() ? user : nullptr;
}

bool Ledger::is_full(Number user) {
    Rows rows = count_memberships_.rows(user);
    return rows.next() && rows.count(0) >= chat::kMembershipsMax;
}

void Ledger::keep(UserState& user) {
    if (user.has_events != 0) return;
    mark_actors_->add(user.number);
    user.has_events = 1;
}

Ledger::Answer<Ledger::Place> Ledger::in_archive(const chat::Append& append,
                                                 const RoomState& room) {
    // What was acknowledged stays acknowledged, whatever became of the room.
    const UserState* const known =
        append.kind == EventKind::message ? find_user(append.actor) : nullptr;
    const chat::Seq first = known == nullptr ? 0 : find_nonce(append, room, *known);
    if (first != 0) return repeated(append, room, first);
    return fail(StoreError::archived);
}

Ledger::Answer<Ledger::Place> Ledger::join(const chat::Append& append, RoomState& room) {
    UserState& user = actor(append.actor, append.nickname, append.time);
    if (room_changes_.is_banned(room.number, user.number, append.time)) {
        return fail(StoreError::banned);
    }
    if (find_membership_.rows(user.number, room.number).next()) {
        return fail(StoreError::already_member);
    }
    if (is_full(user.number)) return fail(StoreError::too_many_rooms);
    if (append.link) {
        const Answer<void> used = links_.use(room.number, *append.link, append.time);
        if (!used) return fail(used.error());
    }
    join(user.number, {.number = room.number, .head = room.head + 1, .ordinal = room.ordinal});
    return put(append, room, user, 0);
}

Ledger::Answer<Ledger::Place> Ledger::leave(const chat::Append& append, RoomState& room) {
    UserState* const user = find_user(append.actor);
    if (user == nullptr || delete_membership_.run(user->number, room.number) == 0) {
        return fail(StoreError::not_a_member);
    }
    markers_.erase({.user = user->number, .room = room.number});
    mentions_.forget(user->number, room.number);
    return put(append, room, *user, 0);
}

Ledger::Answer<Ledger::Place> Ledger::change_room(const chat::Append& append, RoomState& room) {
    const Answer<void> changed = room_changes_.change_room(append, room.number);
    if (!changed) return fail(changed.error());
    if (append.kind == EventKind::room_archived) room.use = chat::RoomUse::archived;
    if (append.kind == EventKind::room_restored) room.use = chat::RoomUse::active;
    return put(append, room, actor(append.actor, append.nickname, append.time), 0);
}

Ledger::Answer<Ledger::Place> Ledger::change_host(const chat::Append& append, RoomState& room) {
    UserState* const user = find_user(append.actor);
    if (user == nullptr) return fail(StoreError::not_a_member);
    const Answer<void> changed = room_changes_.change_host(append, room.number, user->number);
    if (!changed) return fail(changed.error());
    return put(append, room, *user, 0);
}

Ledger::Answer<Ledger::Place> Ledger::restrain(const chat::Append& append, RoomState& room) {
    if (append.kind == EventKind::slow_mode_set) {
        const Answer<void> set = restraints_.set_slow_mode(append, room.number);
        if (!set) return fail(set.error());
        return put(append, room, actor(append.actor, append.nickname, append.time), 0);
    }
    UserState* const user = find_person(append.actor);
    if (user == nullptr) return fail(StoreError::no_such_user);
    const Answer<void> judged = restraints_.judge_mute(append, room.number, user->number);
    if (!judged) return fail(judged.error());
    Place place = put(append, room, *user, 0);
    const Number doer =
        append.by ? find_user(append.by->user)->number : user->number;  // known since put()
    restraints_.apply_mute(append, room.number, user->number, doer, place.seq);
    return place;
}

Ledger::Answer<Ledger::Place> Ledger::change_pin(const chat::Append& append, RoomState& room) {
    const auto judgement = judge(append, room, nullptr);
    if (!judgement) return fail(judgement.error());
    const Answer<void> changed = pins_.change(append, room.number, room.head + 1);
    if (!changed) return fail(changed.error());
    return put(append, room, actor(append.actor, append.nickname, append.time), 0);
}

Ledger::Answer<chat::Opened> Ledger::open_direct(const chat::Room& room,
                                                 const std::vector<chat::UserId>& people) {
    chat::Opened opened{.room = room, .people = {}};
    {
        Rows rows = find_direct_.rows(room.name_key);
        if (rows.next()) {
            opened.room = room_of(rows);
            opened.outcome = chat::Opened::Outcome::found;
        }
    }
    if (opened.outcome == chat::Opened::Outcome::made) {
        std::vector<UserState*> members;
        for (const chat::UserId& user : people) {
            members.push_back(find_person(user));
            if (members.back() == nullptr) return fail(StoreError::no_such_user);
        }
        for (const UserState* const member : members) {
            if (is_full(member->number)) return fail(StoreError::too_many_rooms);
        }
        const Answer<chat::Room> made = create_room(room, {});
        if (!made) return fail(made.error());
        opened.room = *made;
        const RoomState* const state = find_room(room.id);
        for (UserState* const member : members) {
            join(member->number, *state);
            keep(*member);  // whom the others talk with stays somebody
        }
    }
    const RoomState* const state = find_room(opened.room.id);
    CHECK(state != nullptr);
    // Its row may be behind within this transaction.
    opened.room.head = state->head;
    opened.room.ordinal = state->ordinal;
    opened.people = records_.people_of(state->number);
    return opened;
}

Ledger::Answer<std::optional<chat::Event>> Ledger::ban(const chat::RoomId& room,
                                                       const chat::Ban& ban) {
    RoomState* const state = find_room(room);
    if (state == nullptr) return fail(StoreError::no_such_room);
    UserState* const user = find_person(ban.user);
    if (user == nullptr) return fail(StoreError::no_such_user);
    UserState& by = actor(ban.by.user, ban.by.nickname, ban.created);
    const Answer<void> banned = room_changes_.ban(state->number, user->number, by.number, ban);
    if (!banned) return fail(banned.error());
    keep(*user);
    keep(by);
    notes_.note(state->number, deed_of(ban));
    const chat::Append leaving{.room = room,
                               .kind = EventKind::member_left,
                               .actor = ban.user,
                               .nickname = ban.nickname,
                               .time = ban.created,
                               .text = {},
                               .nonce = {},
                               .by = ban.by};
    const Answer<Place> left = leave(leaving, *state);
    if (!left) return std::nullopt;  // no member
    return chat::Event{.room = room,
                       .seq = left->seq,
                       .ordinal = left->ordinal,
                       .kind = EventKind::member_left,
                       .actor = ban.user,
                       .nickname = ban.nickname,
                       .time = ban.created,
                       .text = {},
                       .nonce = {},
                       .by = std::make_shared<const chat::Named>(ban.by)};
}

}  // namespace store::sql
