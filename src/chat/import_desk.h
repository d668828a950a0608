/// ImportDesk: decides who may put a room's log here, makes the room, and opens it when its log is whole.
///
/// Thread:     domain.
/// Owns:       nothing.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/callers.h"
#include "chat/delivery.h"
#include "chat/doorkeeper.h"
#include "chat/ended_sessions.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/import_store.h"
#include "chat/imports.h"
#include "chat/in_charge.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/seats.h"
#include "chat/store.h"

namespace chat {

class ImportDesk final : public Imports {
public:
    ImportDesk(Ports& ports, ImportStore& store, const Doorkeeper& door, const EndedSessions& ended,
               Rooms& rooms, Seats& seats, Delivery& delivery)
        : ports_(ports),
          store_(store),
          callers_(ports, ended, door),
          rooms_(rooms),
          seats_(seats),
          delivery_(delivery) {}

    void begin(Credentials by, ImportWish wish, AccountReply<Room> reply) override;
    void add(Credentials by, RoomId room, std::vector<Event> events,
             AccountReply<Seq> reply) override;
    void finish(Credentials by, RoomId room, std::string host, AccountReply<Room> reply) override;

private:
    void seat(KnownRoom& room, const Doer& doer, const User& host, AccountReply<Room> reply);
    void on_seated(KnownRoom& room, const Doer& doer, const User& host,
                   base::Result<Appended, StoreError> joined, AccountReply<Room> reply);

    Ports& ports_;
    ImportStore& store_;
    Callers callers_;
    Rooms& rooms_;
    Seats& seats_;
    Delivery& delivery_;
};

}  // namespace chat
