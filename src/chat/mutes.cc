#include "chat/mutes.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/find_anybody.h"
#include "chat/fitting.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/restraint_words.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/store.h"

namespace chat {

void Mutes::mute(const Connection& connection, const MuteWish& wish, Reply<Posted> reply) {
    begin(connection,
          {.kind = EventKind::muted, .room = wish.room, .user = wish.user, .mute = wish.mute},
          std::move(reply));
}

void Mutes::unmute(const Connection& connection, const OnMember& wish, Reply<Posted> reply) {
    begin(connection, {.kind = EventKind::unmuted, .room = wish.room, .user = wish.user},
          std::move(reply));
}

void Mutes::begin(const Connection& connection, Deed deed, Reply<Posted> reply) {
    const auto place = find_place_to(Action::mute, rooms_, *connection.person, deed.room);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    if (deed.user == connection.person->user.id) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    const RoomId room = deed.room;
    const UserId user = deed.user;
    find_anybody(ports_, room, user,
                 [this, asker = connection.person->user.id, deed = std::move(deed),
                  reply = std::move(reply)](const base::Result<Member, Refusal>& found) mutable {
                     if (found) {
                         append(asker, deed, *found, std::move(reply));
                     } else {
                         reply(base::fail(found.error()));
                     }
                 });
}

void Mutes::append(const UserId& asker, const Deed& deed, const Member& member,
                   Reply<Posted> reply) {
    const auto actor = find_actor(Action::mute, rooms_, people_, asker, deed.room);
    if (!actor) {
        reply(refuse(actor.error()));
        return;
    }
    if (!outranks(rank_in(*actor->person, *actor->place), rank_of(member.user.role, member.role))) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    Append append;
    append.kind = deed.kind;
    append.actor = member.user.id;
    append.nickname = member.user.nickname;
    if (deed.kind == EventKind::muted) append.text = words_of(deed.mute);
    appends_.append(actor->room(), *actor->person, std::move(append), std::move(reply));
}

void Mutes::list(const Connection& connection, const RoomId& id,
                 Reply<std::vector<MuteEntry>> reply) {
    const auto place = find_place_even_archived(Action::mute, rooms_, *connection.person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    ports_.room_records.mutes(
        id, ports_.clock.wall(),
        ports_.lifeline.guard(
            [this, asker = connection.person->user.id, id, reply = std::move(reply)](
                base::Result<std::vector<MuteEntry>, StoreError> found) mutable {
                Person* const person = people_.find(asker);
                if (!found || person == nullptr) {
                    reply(found ? refuse(ChatError::not_connected) : refuse(found.error()));
                    return;
                }
                const auto still = find_place_even_archived(Action::mute, rooms_, *person, id);
                if (!still) {
                    reply(refuse(still.error()));
                    return;
                }
                fit(*found);
                reply(*std::move(found));
            }));
}

void Mutes::fit(std::vector<MuteEntry>& mutes) const {
    const std::ptrdiff_t count = count_that_fits(mutes, ports_.limits.page_bytes_max);
    mutes.erase(mutes.begin() + count, mutes.end());
}

}  // namespace chat
