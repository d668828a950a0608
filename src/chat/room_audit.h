/// RoomAudit: who did what to a room, for those who look after it.
///
/// Thread:     domain.
/// Elsewhere:  what stands in it is the store's: store/room_deed.h.
#pragma once

#include "chat/chat.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room_records.h"
#include "chat/rooms.h"

namespace chat {

class RoomAudit {
public:
    RoomAudit(Ports& ports, Rooms& rooms, People& people)
        : ports_(ports), rooms_(rooms), people_(people) {}

    void read(const Connection& connection, RoomAuditRequest request, Reply<RoomAuditPage> reply);

private:
    /// Keeps the newest, as many as one answer holds.
    void fit(RoomAuditPage& page) const;

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
};

}  // namespace chat
