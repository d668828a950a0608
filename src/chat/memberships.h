/// Memberships: joining, leaving and making rooms.
///
/// Thread:     domain.
/// Invariant:  a membership in memory began or ended with a commit; the connections of a member are subscribed.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "chat/attendance.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/delivery.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

class Memberships {
public:
    Memberships(Ports& ports, Rooms& rooms, People& people, Attendance& attendance,
                Delivery& delivery)
        : ports_(ports),
          rooms_(rooms),
          people_(people),
          attendance_(attendance),
          delivery_(delivery) {}

    void join(Connection& connection, const RoomId& id, Reply<RoomView> reply);
    void leave(Connection& connection, const RoomId& id, Reply<void> reply);
    void create(Connection& connection, const std::string& name, Reply<RoomView> reply);

    /// A membership event was released: what another node did with someone who is present here too.
    void on_released(KnownRoom& room, const Event& event);

private:
    void on_joined(ConnectionId asker, KnownRoom& room, base::Result<Appended, StoreError> appended,
                   Reply<RoomView> reply, const UserId& user);
    void on_left(ConnectionId asker, KnownRoom& room, base::Result<Appended, StoreError> appended,
                 Reply<void> reply, const UserId& user);
    void on_created(ConnectionId asker, base::Result<Room, StoreError> made, Reply<RoomView> reply,
                    const UserId& user);

    Place& begin(Person& person, KnownRoom& room, Seq since, Ordinal ordinal);
    void subscribe_all(Person& person, const KnownRoom& room);
    void end(Person& person, KnownRoom& room);
    void tell_others(const Person& person, ConnectionId asker, RoomChange change,
                     const RoomView& view);
    [[nodiscard]] Append change(const KnownRoom& room, EventKind kind, const Person& person) const;

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Attendance& attendance_;
    Delivery& delivery_;
    std::uint32_t creates_waiting_ = 0;
};

}  // namespace chat
