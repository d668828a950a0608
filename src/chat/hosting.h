/// Hosting: what those who look after a room do to it: its name, topic and use, and who else does so.
///
/// Thread:     domain.
/// Invariant:  as of Appends. What is so already is answered alike.
/// Elsewhere:  who has to go is removals.h; what a released event does to the room is rooms.h, to its hosts seats.h.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "chat/appends.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

class Hosting {
public:
    Hosting(Ports& ports, Rooms& rooms, People& people, Appends& appends)
        : ports_(ports), rooms_(rooms), people_(people), appends_(appends) {}

    void rename(const Connection& connection, const RoomId& id, const std::string& name,
                Reply<Posted> reply);
    void set_topic(const Connection& connection, const RoomId& id, const std::string& topic,
                   Reply<Posted> reply);
    void set_use(const Connection& connection, const RoomId& id, RoomUse use, Reply<Posted> reply);
    void set_host(const Connection& connection, const HostWish& wish, Reply<Posted> reply);

private:
    /// The room, when the person may do that there; else `reply` has been given the refusal.
    KnownRoom* room_of(const Connection& connection, Action action, const RoomId& id,
                       Reply<Posted>& reply);
    void on_member(const UserId& asker, const HostWish& wish,
                   const base::Result<std::optional<Member>, StoreError>& found,
                   Reply<Posted> reply);

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Appends& appends_;
};

}  // namespace chat
