#include "chat/room_links.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/sha256.h"
#include "chat/account.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/rooms.h"
#include "chat/secrets.h"
#include "chat/store.h"

namespace chat {

void RoomLinks::make(const Connection& connection, const LinkWish& wish, Reply<MadeLink> reply) {
    const Person& person = *connection.person;
    const auto place = find_place_to(Action::manage_links, rooms_, *connection.person, wish.room);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    if ((*place)->room->room.use == RoomUse::archived) {
        reply(refuse(ChatError::archived));
        return;
    }
    const base::WallTime now = ports_.clock.wall();
    std::string token = ports_.random.token(kLinkTokenCharacters);
    NewRoomLink link{.link = {.id = RoomLinkId(ports_.random.token(kIdCharacters)),
                              .room = wish.room,
                              .creator = {.user = person.user.id, .nickname = person.user.nickname},
                              .created = now,
                              .expires = now + std::clamp(wish.lifetime, base::Milliseconds(1),
                                                          kLinkLifetimeMax),
                              .uses_max = std::min(wish.uses_max, kLinkUsesMax)},
                     .token = base::sha256(token)};
    ports_.room_records.make_link(
        std::move(link),
        ports_.lifeline.guard([token = std::move(token), reply = std::move(reply)](
                                  base::Result<RoomLink, StoreError> made) mutable {
            if (made) {
                reply(MadeLink{.link = *std::move(made), .token = std::move(token)});
            } else {
                reply(refuse(made.error()));
            }
        }));
}

void RoomLinks::list(const Connection& connection, const RoomId& id,
                     Reply<std::vector<RoomLink>> reply) {
    const auto place = find_place_to(Action::manage_links, rooms_, *connection.person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    ports_.room_records.links(
        id, ports_.clock.wall(),
        ports_.lifeline.guard(
            [this, asker = connection.person->user.id, id, reply = std::move(reply)](
                base::Result<std::vector<RoomLink>, StoreError> found) mutable {
                const auto actor = find_actor(Action::manage_links, rooms_, people_, asker, id);
                if (!found || !actor) {
                    reply(actor ? refuse(found.error()) : refuse(actor.error()));
                } else {
                    reply(*std::move(found));
                }
            }));
}

void RoomLinks::revoke(const Connection& connection, const RoomId& id, const RoomLinkId& link,
                       Reply<void> reply) {
    const Person& person = *connection.person;
    const auto place = find_place_to(Action::manage_links, rooms_, *connection.person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    ports_.room_records.revoke_link(
        id, link, {.user = person.user.id, .nickname = person.user.nickname}, ports_.clock.wall(),
        ports_.lifeline.guard(
            [reply = std::move(reply)](const base::Result<void, StoreError>& revoked) mutable {
                if (revoked || revoked.error() == StoreError::link_spent) {
                    reply({});
                } else {
                    reply(refuse(revoked.error()));
                }
            }));
}

void RoomLinks::find(const Connection& connection, const SecretHash& token, Reply<Holder> reply) {
    ports_.room_records.find_link(
        token, ports_.clock.wall(),
        ports_.lifeline.guard([this, asker = connection.id, reply = std::move(reply)](
                                  base::Result<std::optional<RoomLink>, StoreError> found) mutable {
            Connection* const holder = people_.find(asker);
            if (holder == nullptr) {
                reply(refuse(ChatError::not_connected));
                return;
            }
            if (!found || !*found) {
                reply(found ? refuse(ChatError::link_invalid) : refuse(found.error()));
                return;
            }
            KnownRoom* const room = rooms_.find((*found)->room);
            if (room == nullptr) {  // another node has made it, and this one hears of it soon
                reply(refuse(ChatError::unavailable));
            } else if (room->room.use == RoomUse::archived &&
                       holder->person->place(*room) == nullptr) {
                reply(refuse(ChatError::archived));
            } else {
                reply(Holder{.connection = holder, .room = room, .link = **std::move(found)});
            }
        }));
}

void RoomLinks::look_at(const Connection& connection, const std::string& token,
                        Reply<LinkView> reply) {
    find(connection, base::sha256(token),
         [reply = std::move(reply)](base::Result<Holder, Refusal> holder) mutable {
             if (!holder) {
                 reply(base::fail(holder.error()));
                 return;
             }
             const KnownRoom& room = *holder->room;
             const bool is_member = holder->connection->person->place(room) != nullptr;
             reply(LinkView{.room = room.snapshot(),
                            .present = room.present(),
                            .creator = std::move(holder->link.creator),
                            .mine = is_member ? LinkView::Mine::yes : LinkView::Mine::no});
         });
}

void RoomLinks::join(const Connection& connection, const std::string& token,
                     Reply<RoomView> reply) {
    SecretHash hash = base::sha256(token);
    Reply<Holder> found = [this, hash,
                           reply = std::move(reply)](base::Result<Holder, Refusal> holder) mutable {
        if (holder) {
            memberships_.join_by(*holder->connection, *holder->room, std::move(hash),
                                 std::move(reply));
        } else {
            reply(base::fail(holder.error()));
        }
    };
    find(connection, hash, std::move(found));
}

}  // namespace chat
