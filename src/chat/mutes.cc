#include "chat/mutes.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/restraint_words.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/rooms.h"
#include "chat/store.h"
#include "chat/weight.h"

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
    ports_.room_store.find_member(
        room, user,
        ports_.lifeline.guard(
            [this, asker = connection.person->user.id, deed = std::move(deed),
             reply = std::move(reply)](
                const base::Result<std::optional<Member>, StoreError>& found) mutable {
                on_found(asker, std::move(deed), found, std::move(reply));
            }));
}

void Mutes::on_found(const UserId& asker, Deed deed,
                     const base::Result<std::optional<Member>, StoreError>& found,
                     Reply<Posted> reply) {
    if (!found) {
        reply(refuse(found.error()));
    } else if (*found) {
        append(asker, deed, **found, std::move(reply));
    } else {
        find_stranger(asker, std::move(deed), std::move(reply));
    }
}

void Mutes::find_stranger(const UserId& asker, Deed deed, Reply<Posted> reply) {
    std::vector<UserId> users{deed.user};
    ports_.accounts.find_people(
        std::move(users),
        ports_.lifeline.guard(
            [this, asker, deed = std::move(deed), reply = std::move(reply)](
                const base::Result<std::vector<User>, StoreError>& found) mutable {
                if (!found) {
                    reply(refuse(found.error()));
                } else if (found->empty()) {
                    reply(refuse(ChatError::no_such_person));
                } else {
                    append(asker, deed, {.user = found->front()}, std::move(reply));
                }
            }));
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
    std::uint64_t bytes = 0;
    const auto heavy = std::ranges::find_if(mutes, [&](const MuteEntry& mute) {
        bytes += weight_of(mute);
        return bytes > ports_.limits.page_bytes_max && &mute != mutes.data();
    });
    mutes.erase(heavy, mutes.end());
}

}  // namespace chat
