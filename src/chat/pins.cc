#include "chat/pins.h"

#include <cstddef>
#include <iterator>
#include <ranges>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/fitting.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/room_records.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

void Pins::set(const Connection& connection, const PinWish& wish, Reply<Posted> reply) {
    const Person& person = *connection.person;
    const auto place = find_place_to(Action::pin, rooms_, *connection.person, wish.room);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    Append append;
    append.kind =
        wish.set == PinWish::Set::on ? EventKind::message_pinned : EventKind::message_unpinned;
    append.target = wish.target;
    appends_.append(*(*place)->room, person, std::move(append), std::move(reply));
}

void Pins::pins(const Connection& connection, const RoomId& id, Reply<PinsPage> reply) {
    const auto place = find_place_to(Action::read, rooms_, *connection.person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    ports_.room_records.pins(
        id, ports_.lifeline.guard(
                [this, asker = connection.person->user.id, id, reply = std::move(reply)](
                    base::Result<std::vector<Pin>, StoreError> found) mutable {
                    const auto actor = find_actor(Action::read, rooms_, people_, asker, id);
                    if (!found || !actor) {
                        reply(actor ? refuse(found.error()) : refuse(actor.error()));
                    } else {
                        reply(fit(*std::move(found)));
                    }
                }));
}

void Pins::versions(const Connection& connection, const RoomId& id, Seq message,
                    Reply<Versions> reply) {
    const auto place = find_place_to(Action::read, rooms_, *connection.person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    ports_.room_records.versions(
        id, message,
        ports_.lifeline.guard(
            [this, asker = connection.person->user.id, id,
             reply = std::move(reply)](base::Result<Versions, StoreError> found) mutable {
                on_versions(asker, id, std::move(found), std::move(reply));
            }));
}

void Pins::on_versions(const UserId& asker, const RoomId& id,
                       base::Result<Versions, StoreError> found, Reply<Versions> reply) {
    const auto actor = find_actor(Action::read, rooms_, people_, asker, id);
    if (!found || !actor) {
        reply(actor ? refuse(found.error()) : refuse(actor.error()));
        return;
    }
    const bool may_read = found->author == asker || may(rank_in(*actor->person, *actor->place),
                                                        Action::read_versions, actor->room().room);
    if (!may_read) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    fit(*found);
    reply(*std::move(found));
}

PinsPage Pins::fit(std::vector<Pin> pins) const {
    const std::ptrdiff_t count = count_that_fits(pins, ports_.limits.page_bytes_max);
    PinsPage page{.pins = {}, .more = count < std::ssize(pins)};
    pins.erase(pins.begin() + count, pins.end());
    page.pins = std::move(pins);
    return page;
}

void Pins::fit(Versions& versions) const {
    std::vector<Version>& all = versions.versions;
    const std::ptrdiff_t count =
        count_that_fits(all | std::views::reverse, ports_.limits.page_bytes_max);
    all.erase(all.begin(), all.end() - count);
}

}  // namespace chat
