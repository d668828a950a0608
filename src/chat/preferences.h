/// Preferences: how somebody sees a room: whether it is a favourite, and of what they want to be told.
///
/// Thread:     domain.
/// Invariant:  a request is answered once, after its commit and before the person's other connections hear of it.
#pragma once

#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

class Preferences {
public:
    Preferences(Ports& ports, Rooms& rooms, People& people)
        : ports_(ports), rooms_(rooms), people_(people) {}

    void set(const Connection& connection, const RoomId& id, Preference preference,
             Reply<void> reply);

    /// Another node kept one.
    void on_elsewhere(const UserId& user, const Membership& kept);

private:
    void tell(const Person& person, const Place& place, ConnectionId asker) const;
    void on_set(ConnectionId asker, const UserId& user, const KnownRoom& room,
                const base::Result<Membership, StoreError>& kept, Reply<void> reply);

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
};

}  // namespace chat
