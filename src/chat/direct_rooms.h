/// DirectRooms: rooms that are called by their people, one for each set of them.
///
/// Thread:     domain.
/// Invariant:  the same people always get the same room, whoever asks and however many at once. Nobody joins or leaves
///             one later.
/// Elsewhere:  their names change in profile_notices.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/rooms.h"
#include "chat/seats.h"
#include "chat/store.h"

namespace chat {

class DirectRooms {
public:
    DirectRooms(Ports& ports, Rooms& rooms, People& people, Seats& seats)
        : ports_(ports), rooms_(rooms), people_(people), seats_(seats) {}

    void open(const Connection& connection, std::vector<UserId> users, Reply<RoomView> reply);

    /// Another node made this one, and it was added: it has a place for those of it who are present here.
    void on_made_elsewhere(KnownRoom& room);

private:
    void on_opened(ConnectionId asker, const UserId& user, base::Result<Opened, StoreError> opened,
                   Reply<RoomView> reply);
    /// Those present who have no place there get one, which they do not hear of yet.
    std::vector<Person*> seat(KnownRoom& room, const std::vector<User>& people);
    [[nodiscard]] bool is_full(const std::vector<UserId>& users, const std::string& name_key);

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Seats& seats_;
    std::uint32_t opens_waiting_ = 0;
};

}  // namespace chat
