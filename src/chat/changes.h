/// Changes: what a member does to a message that was said: edit, delete, react.
///
/// Thread:     domain.
/// Invariant:  a change is committed before it is answered, and answered before anyone hears of it. Only authors edit;
///             only they and hosts delete.
/// Elsewhere:  whose a message is and whether it still stands the store decides, in the transaction of the change; what
///             a change does to the message is folding.h.
#pragma once

#include "chat/appends.h"
#include "chat/chat.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/rooms.h"
#include "chat/silences.h"

namespace chat {

class Changes {
public:
    Changes(Ports& ports, Rooms& rooms, Appends& appends, Silences& silences)
        : ports_(ports), rooms_(rooms), appends_(appends), silences_(silences) {}

    void edit(const Connection& connection, const Edit& edit, Reply<Posted> reply);
    void remove(const Connection& connection, const Deletion& deletion, Reply<Posted> reply);
    void react(const Connection& connection, React react, Reply<Posted> reply);

private:
    /// Where the person stands, when they may post there; else `reply` has been given the refusal.
    Place* place_of(Person& person, const RoomId& id, Reply<Posted>& reply);
    /// The same of what somebody who is muted may not do: anything but deleting.
    Place* place_to_write(Person& person, const RoomId& id, Reply<Posted>& reply);

    Ports& ports_;
    Rooms& rooms_;
    Appends& appends_;
    Silences& silences_;
};

}  // namespace chat
