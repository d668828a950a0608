/// Attendance: who is present in which room, and how the others hear of it.
///
/// Thread:     domain.
/// Invariant:  a person is in the `present` of all their rooms from arrive() until their grace is over; a room
///             is live while it has somebody present.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "chat/audience.h"
#include "chat/bus_message.h"
#include "chat/deadlines.h"
#include "chat/delivery.h"
#include "chat/ids.h"
#include "chat/own_node.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/rooms.h"

namespace chat {

class Attendance {
public:
    /// `gone` is called for a person whose grace is over, before they are removed.
    Attendance(Ports& ports, Rooms& rooms, People& people, Delivery& delivery, OwnNode& own_node,
               std::move_only_function<void(const Person&)> gone)
        : ports_(ports),
          rooms_(rooms),
          people_(people),
          delivery_(delivery),
          own_node_(own_node),
          gone_(std::move(gone)) {}

    enum class Arrival : std::uint8_t { new_here, was_here };

    /// The person (who was just added, or was here) has a connection now; nobody is told yet.
    Arrival arrive(Person& person);
    /// Tells the rooms of someone who is new here.
    void tell_came(const Person& person);

    /// The other nodes hear that somebody is here, or is called otherwise or in other rooms now.
    void announce(const Person& person) { own_node_.present(person); }

    /// Somebody came (`before` is null), went (`now` is null) or is in other rooms on another node.
    void on_elsewhere(const PresentPerson* before, const PresentPerson* now);

    /// Their last connection closed.
    void begin_grace(const Person& person);

    /// A membership began or ended while the person is present; the log tells, not we.
    void enter(Person& person, const Place& place);
    void exit(Person& person, KnownRoom& room);

    [[nodiscard]] std::optional<base::SteadyTime> next_deadline() const;
    void on_time();

private:
    void tell(KnownRoom& room, Coming coming, const User& user);
    void step_out(Person& person, KnownRoom& room);
    void leave_all(Person& person);

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Delivery& delivery_;
    OwnNode& own_node_;
    std::move_only_function<void(const Person&)> gone_;
    Deadlines<UserId> graces_;
    Deadlines<RoomId> counts_;
};

}  // namespace chat
