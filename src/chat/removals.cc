#include "chat/removals.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/unicode.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/find_anybody.h"
#include "chat/fitting.h"
#include "chat/folding.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"

namespace chat {
namespace {

bool outranks(const Actor& actor, const Member& member) {
    return chat::outranks(rank_in(*actor.person, *actor.place),
                          rank_of(member.user.role, member.role));
}

}  // namespace

template <typename T>
bool Removals::may_remove(const Connection& connection, Action action, const OnMember& wish,
                          Reply<T>& reply) {
    const auto place = find_place_to(action, rooms_, *connection.person, wish.room);
    if (!place) {
        reply(refuse(place.error()));
        return false;
    }
    if (wish.user == connection.person->user.id) {
        reply(refuse(ChatError::forbidden));
        return false;
    }
    return true;
}

void Removals::kick(const Connection& connection, const OnMember& wish, Reply<Posted> reply) {
    if (!may_remove(connection, Action::kick, wish, reply)) return;
    ports_.room_store.find_member(
        wish.room, wish.user,
        ports_.lifeline.guard(
            [this, asker = connection.person->user.id, wish, reply = std::move(reply)](
                const base::Result<std::optional<Member>, StoreError>& found) mutable {
                on_kick_found(asker, wish, found, std::move(reply));
            }));
}

void Removals::on_kick_found(const UserId& asker, const OnMember& wish,
                             const base::Result<std::optional<Member>, StoreError>& found,
                             Reply<Posted> reply) {
    const auto actor = find_actor(Action::kick, rooms_, people_, asker, wish.room);
    if (!found || !actor) {
        reply(actor ? refuse(found.error()) : refuse(actor.error()));
        return;
    }
    if (!*found || !outranks(*actor, **found)) {
        reply(refuse(*found ? ChatError::forbidden : ChatError::no_such_person));
        return;
    }
    ports_.store.append(
        {.room = wish.room,
         .kind = EventKind::member_left,
         .actor = wish.user,
         .nickname = (*found)->user.nickname,
         .time = ports_.clock.wall(),
         .text = {},
         .nonce = {},
         .by = actor->named()},
        ports_.lifeline.guard([this, room = &actor->room(), reply = std::move(reply)](
                                  base::Result<Appended, StoreError> appended) mutable {
            if (!appended) {
                const bool is_gone = appended.error() == StoreError::not_a_member;
                reply(is_gone ? refuse(ChatError::no_such_person) : refuse(appended.error()));
                delivery_.refused(*room, appended.error());
                return;
            }
            Event& event = appended->event;
            reply(Posted{.room = event.room, .seq = event.seq, .time = event.time});
            seats_.leave(*room, std::move(event), ConnectionId());
        }));
}

void Removals::ban(const Connection& connection, BanWish wish, Reply<void> reply) {
    const OnMember whom{.room = wish.room, .user = wish.user};
    if (!may_remove(connection, Action::ban, whom, reply)) return;
    wish.reason =
        beginning_of(base::unicode::clean_name(wish.reason), ports_.limits.reason_characters_max);
    find_anybody(ports_, whom.room, whom.user,
                 [this, asker = connection.person->user.id, wish = std::move(wish),
                  reply = std::move(reply)](const base::Result<Member, Refusal>& found) mutable {
                     if (found) {
                         put(asker, std::move(wish), *found, std::move(reply));
                     } else {
                         reply(base::fail(found.error()));
                     }
                 });
}

void Removals::put(const UserId& asker, BanWish wish, const Member& member, Reply<void> reply) {
    const auto actor = find_actor(Action::ban, rooms_, people_, asker, wish.room);
    if (!actor) {
        reply(refuse(actor.error()));
        return;
    }
    if (!outranks(*actor, member)) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    ports_.room_store.ban(
        wish.room,
        {.user = member.user.id,
         .nickname = member.user.nickname,
         .by = actor->named(),
         .created = ports_.clock.wall(),
         .until = wish.until,
         .reason = std::move(wish.reason)},
        ports_.lifeline.guard([this, room = &actor->room(), reply = std::move(reply)](
                                  base::Result<std::optional<Event>, StoreError> left) mutable {
            if (!left) {
                reply(refuse(left.error()));
                delivery_.refused(*room, left.error());
                return;
            }
            reply({});
            if (*left) seats_.leave(*room, **std::move(left), ConnectionId());
        }));
}

void Removals::lift_ban(const Connection& connection, const OnMember& wish, Reply<void> reply) {
    const auto place = find_place_to(Action::ban, rooms_, *connection.person, wish.room);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    ports_.room_store.lift_ban(
        wish.room, wish.user,
        {.user = connection.person->user.id, .nickname = connection.person->user.nickname},
        ports_.clock.wall(),
        ports_.lifeline.guard(
            [reply = std::move(reply)](const base::Result<void, StoreError>& lifted) mutable {
                if (lifted || lifted.error() == StoreError::no_change) {
                    reply({});
                } else {
                    reply(refuse(lifted.error()));
                }
            }));
}

void Removals::bans(const Connection& connection, const RoomId& id, Reply<std::vector<Ban>> reply) {
    const auto place = find_place_to(Action::ban, rooms_, *connection.person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    ports_.room_store.bans(
        id, ports_.clock.wall(),
        ports_.lifeline.guard(
            [this, asker = connection.person->user.id, id,
             reply = std::move(reply)](base::Result<std::vector<Ban>, StoreError> found) mutable {
                const auto actor = find_actor(Action::ban, rooms_, people_, asker, id);
                if (!found || !actor) {
                    reply(actor ? refuse(found.error()) : refuse(actor.error()));
                } else {
                    fit(*found);
                    reply(*std::move(found));
                }
            }));
}

void Removals::fit(std::vector<Ban>& bans) const {
    const std::ptrdiff_t count = count_that_fits(bans, ports_.limits.page_bytes_max);
    bans.erase(bans.begin() + count, bans.end());
}

}  // namespace chat
