#include "chat/retention.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/retention_words.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

void Retention::set(const Connection& connection, const RoomId& id, std::uint32_t days,
                    Reply<Posted> reply) {
    const auto place = find_place_to(Action::set_retention, rooms_, *connection.person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    Append append;
    append.kind = EventKind::retention_set;
    append.text = words_of_retention(days);
    appends_.append(*(*place)->room, *connection.person, std::move(append), std::move(reply));
}

void Retention::start() {
    rooms_.for_each([this](KnownRoom& room) {
        if (room.room.retention_days != 0) look_through(room);
    });
}

void Retention::on_released(KnownRoom& room, const Event& event) {
    if (event.kind == EventKind::retention_set) {
        if (room.room.retention_days != 0) look_through(room);
        return;
    }
    if (!room.live) return;
    const std::vector<const Person*> present(room.people.here().begin(), room.people.here().end());
    for (const Person* const person : present) {
        const Place* const place = person->place(room);
        if (place != nullptr && place->read < event.target) count_again(*person, *place);
    }
}

void Retention::count_again(const Person& person, const Place& place) {
    if (place.mentions == 0) {
        tell_read(person, place);
        return;
    }
    // The store knows by how many of those that are left they are meant; the marker stays where it is.
    KnownRoom& room = *place.room;
    ports_.store.set_read(
        person.user.id, room.room.id, place.read,
        ports_.lifeline.guard([this, &room, user = person.user.id](
                                  const base::Result<Membership, StoreError>& counted) {
            const auto now = find_actor(people_, user, room);
            if (!counted || !now) return;
            now->place->take_over(*now->person, *counted);
            tell_read(*now->person, *now->place);
        }));
}

void Retention::tell_read(const Person& person, const Place& place) {
    const RoomView view = place.view();
    for (const Connection* const connection : person.connections)
        ports_.audience.read(connection->id, view);
}

void Retention::on_time() {
    if (!due_ || *due_ > ports_.clock.now()) return;
    due_.reset();
    start();
}

void Retention::look_through(KnownRoom& room) {
    if (!due_) due_ = ports_.clock.now() + ports_.limits.retention_interval;
    waiting_.insert(&room);
    go_on();
}

void Retention::go_on() {
    while (!waiting_.empty() && (*waiting_.begin())->room.retention_days == 0)
        waiting_.erase(waiting_.begin());
    if (state_ == State::asking || waiting_.empty()) return;
    state_ = State::asking;
    KnownRoom* const room = *waiting_.begin();
    const base::WallTime before =
        ports_.clock.wall() - std::chrono::days(room->room.retention_days);
    ports_.room_records.expire(
        room->room.id, before, ports_.limits.expired_events_max,
        ports_.lifeline.guard([this, room](const base::Result<Expired, StoreError>& part) {
            state_ = State::idle;
            on_part(*room, part);
        }));
}

void Retention::on_part(KnownRoom& room, const base::Result<Expired, StoreError>& part) {
    // What could not be done is done at the next look.
    const bool is_done = !part || !part->more;
    if (is_done) waiting_.erase(&room);
    if (part && is_done && part->up_to > room.room.expired) tell(room, *part);
    go_on();
}

void Retention::tell(KnownRoom& room, const Expired& gone) {
    ports_.store.append(
        {.room = room.room.id,
         .kind = EventKind::expired,
         .actor = gone.by.user,
         .nickname = gone.by.nickname,
         .time = ports_.clock.wall(),
         .text = words_of_expired(gone.ordinal),
         .nonce = {},
         .target = gone.up_to},
        ports_.lifeline.guard([this, &room](base::Result<Appended, StoreError> appended) {
            if (appended) {
                delivery_.committed(room, std::move(appended->event));
            } else {
                delivery_.refused(room, appended.error());
            }
        }));
}

void keep_to(PageRequest& request, const Room& room) {
    using From = PageRequest::From;
    if (request.from == From::around) request.seq = std::max(request.seq, room.expired + 1);
    if (request.from == From::after) request.seq = std::max(request.seq, room.expired);
}

void cut(Page& page, const Room& room) {
    std::erase_if(page.events, [&room](const Event& event) { return event.seq <= room.expired; });
    const Seq first = page.events.empty() ? 0 : page.events.front().seq;
    if (first <= room.expired + 1) page.more_before = false;
}

}  // namespace chat
