/// Seats: a membership of somebody present begins or ends, and their connections with it.
///
/// Thread:     domain.
/// Invariant:  a membership in memory began or ended with a commit; the connections of a member are subscribed.
/// Elsewhere:  who joins, leaves and makes rooms is memberships.h and direct_rooms.h; who has to go is removals.h.
#pragma once

#include "chat/absent_changes.h"
#include "chat/attendance.h"
#include "chat/audience.h"
#include "chat/delivery.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/rooms.h"
#include "chat/silences.h"

namespace chat {

class Seats {
public:
    Seats(Ports& ports, People& people, Attendance& attendance, Delivery& delivery,
          AbsentChanges& absent, Silences& silences)
        : ports_(ports),
          people_(people),
          attendance_(attendance),
          delivery_(delivery),
          absent_(absent),
          silences_(silences) {}

    /// Whose membership it is about, when they are present. Else it is noted that it changed: what the store said of
    /// them before is past.
    Person* find(const UserId& user);

    /// Somebody present, who has no place there yet, has one now; nobody is told.
    Place& begin(Person& person, Place place);
    /// Then their connections are told, but not the one that asked for it.
    /// by  who did it to them; null: they themselves
    void subscribe(const Person& person, const Place& place, ConnectionId asker, const Named* by);

    /// This node committed that somebody is no member any more. They still hear of it, but are no longer counted.
    void leave(KnownRoom& room, Event left, ConnectionId asker);
    /// Somebody has no place there any more.
    void end(Person& person, KnownRoom& room);

    /// A message was released that means people who are perhaps present here. Whoever ignores its author does not count
    /// it.
    void on_mentions_released(const KnownRoom& room, const Event& message);

    /// An event about a member was released: perhaps what another node did with someone who is present here too.
    void on_released(KnownRoom& room, const Event& event);

private:
    void tell(const Person& person, ConnectionId asker, RoomChange change, const RoomView& view,
              const Named* by);

    Ports& ports_;
    People& people_;
    Attendance& attendance_;
    Delivery& delivery_;
    AbsentChanges& absent_;
    Silences& silences_;
};

}  // namespace chat
