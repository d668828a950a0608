#include "chat/attendance.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "chat/audience.h"
#include "chat/deadlines.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/room.h"
#include "chat/room_presence.h"
#include "chat/rooms.h"

namespace chat {

Attendance::Arrival Attendance::arrive(Person& person) {
    graces_.clear(person.user.id);
    bool is_new = false;
    for (const Place& place : person.places) {
        delivery_.wake(*place.room);
        is_new = place.room->live->present.insert(&person).second || is_new;
    }
    ports_.metrics.people_present.set(static_cast<std::int64_t>(people_.present()));
    return is_new ? Arrival::new_here : Arrival::was_here;
}

void Attendance::tell_came(const Person& person) {
    for (const Place& place : person.places)
        tell(*place.room, Coming::came, person.user);
}

void Attendance::begin_grace(const Person& person) {
    graces_.set(person.user.id, ports_.clock.now() + ports_.limits.leave_grace);
}

void Attendance::enter(Person& person, const Place& place) {
    delivery_.wake(*place.room);
    place.room->live->present.insert(&person);
}

void Attendance::exit(Person& person, KnownRoom& room) {
    if (!room.live) return;
    room.live->present.erase(&person);
    if (!room.live->present.empty()) return;
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
        exit(person, room);
        if (room.live) tell(room, Coming::went, person.user);
    }
    gone_(person);
    people_.remove(person);
    ports_.metrics.people_present.set(static_cast<std::int64_t>(people_.present()));
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
