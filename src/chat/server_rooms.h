/// ServerRooms: the public rooms as people in charge see them, and archiving one of those.
///
/// Thread:     domain.
/// Owns:       nothing.
/// Invariant:  a room that is not public stays unseen by whoever is not in it, in charge or not.
/// Elsewhere:  what hosts do to their room is hosting.h.
#pragma once

#include "base/result.h"
#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/callers.h"
#include "chat/delivery.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

class ServerRooms {
public:
    ServerRooms(Ports& ports, const Callers& callers, Rooms& rooms, Delivery& delivery)
        : ports_(ports), callers_(callers), rooms_(rooms), delivery_(delivery) {}

    void list(const Credentials& by, ServerRoomsRequest request,
              AccountReply<ServerRoomsPage> reply);
    /// The command line is nobody whom an event of the room could name: it is refused.
    void set_use(const Credentials& by, RoomId id, RoomUse use, AccountReply<ServerRoom> reply);

private:
    [[nodiscard]] KnownRoom* find_public(const RoomId& id);
    [[nodiscard]] base::Result<ServerRoomsPage, AccountError> page_of(
        const ServerRoomsRequest& request);
    void on_used(KnownRoom& room, const Doer& doer, base::Result<Appended, StoreError> appended,
                 AccountReply<ServerRoom> reply);

    Ports& ports_;
    const Callers& callers_;
    Rooms& rooms_;
    Delivery& delivery_;
};

}  // namespace chat
