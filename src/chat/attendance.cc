#include "chat/attendance.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "chat/audience.h"
#include "chat/bus_message.h"
#include "chat/deadlines.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/room.h"
#include "chat/room_people.h"
#include "chat/room_presence.h"
#include "chat/rooms.h"

namespace chat {

Attendance::Arrival Attendance::arrive(Person& person) {
    graces_.clear(person.user.id);
    bool is_new = false;
    for (const Place& place : person.places) {
        delivery_.wake(*place.room);
        is_new = place.room->people.enter(person) == RoomPeople::Change::of_presence || is_new;
    }
    ports_.metrics.people_present.set(static_cast<std::int64_t>(people_.present()));
    return is_new ? Arrival::new_here : Arrival::was_here;
}

void Attendance::tell_came(const Person& person) {
    for (const Place& place : person.places) {
        if (place.room->people.is_elsewhere(person.user.id)) continue;
        tell(*place.room, Coming::came, person.user);
    }
}

void Attendance::begin_grace(const Person& person) {
    graces_.set(person.user.id, ports_.clock.now() + ports_.limits.leave_grace);
}

void Attendance::enter(Person& person, const Place& place) {
    delivery_.wake(*place.room);
    place.room->people.enter(person);
    announce(person);
}

void Attendance::exit(Person& person, KnownRoom& room) {
    step_out(person, room);
    announce(person);
}

void Attendance::step_out(Person& person, KnownRoom& room) {
    if (!room.live) return;
    room.people.leave(person);
    if (!room.people.here().empty()) return;
    counts_.clear(room.room.id);
    delivery_.lay_down(room);
}

void Attendance::tell(KnownRoom& room, Coming coming, const User& user) {
    const std::uint32_t present = room.present();
    switch (room.live->presence.on_change(present, ports_.clock.now())) {
        case RoomPresence::Tell::notice:
            ports_.audience.coming(room.room.id, coming, user, ports_.clock.wall(), present);
            break;
        case RoomPresence::Tell::count:
            ports_.audience.present(room.room.id, present);
            break;
        case RoomPresence::Tell::nothing:
            if (const auto deadline = room.live->presence.deadline()) {
                counts_.set(room.room.id, *deadline);
            }
            break;
    }
}

void Attendance::leave_all(Person& person) {
    for (const Place& place : person.places) {
        KnownRoom& room = *place.room;
        step_out(person, room);
        const bool is_gone = !room.people.is_elsewhere(person.user.id);
        if (room.live && is_gone) tell(room, Coming::went, person.user);
    }
    own_node_.gone(person.user.id);
    gone_(person);
    people_.remove(person);
    ports_.metrics.people_present.set(static_cast<std::int64_t>(people_.present()));
}

void Attendance::on_elsewhere(const PresentPerson* before, const PresentPerson* now) {
    const std::vector<PresentIn> none;
    const std::vector<PresentIn>& old_rooms = before == nullptr ? none : before->rooms;
    const std::vector<PresentIn>& new_rooms = now == nullptr ? none : now->rooms;
    const User& user = now == nullptr ? before->user : now->user;
    // Of who joins or leaves a room the log tells.
    const bool is_coming = before == nullptr || now == nullptr;
    for (const PresentIn& each : old_rooms) {
        KnownRoom* const room = rooms_.find(each.room);
        if (room == nullptr) continue;
        if (std::ranges::binary_search(new_rooms, each.room, {}, &PresentIn::room)) continue;
        const auto change = room->people.leave_elsewhere(user.id);
        if (is_coming && room->live && change == RoomPeople::Change::of_presence) {
            tell(*room, Coming::went, user);
        }
    }
    for (const PresentIn& each : new_rooms) {
        KnownRoom* const room = rooms_.find(each.room);
        if (room == nullptr) continue;
        if (std::ranges::binary_search(old_rooms, each.room, {}, &PresentIn::room)) continue;
        const auto change = room->people.enter_elsewhere(user.id);
        if (is_coming && room->live && change == RoomPeople::Change::of_presence) {
            tell(*room, Coming::came, user);
        }
    }
}

std::optional<base::SteadyTime> Attendance::next_deadline() const {
    return earlier(graces_.next(), counts_.next());
}

void Attendance::on_time() {
    const base::SteadyTime now = ports_.clock.now();
    while (const std::optional<UserId> due = graces_.pop(now)) {
        Person* person = people_.find(*due);
        if (person != nullptr && person->connections.empty()) leave_all(*person);
    }
    while (const std::optional<RoomId> due = counts_.pop(now)) {
        KnownRoom* room = rooms_.find(*due);
        if (room == nullptr || !room->live) continue;
        if (room->live->presence.on_time(now) == RoomPresence::Tell::count) {
            ports_.audience.present(room->room.id, room->present());
        }
    }
}

}  // namespace chat
