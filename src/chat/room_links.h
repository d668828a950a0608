/// RoomLinks: links that let whoever has one into a room.
///
/// Thread:     domain.
/// Invariant:  a token is told once and kept as its hash; one that does not let anybody in is answered alike, whatever
///             the reason. Of a room that is not open nobody learns by anything but a token that is good.
/// Elsewhere:  a use is counted by the store, with the joining: store.h.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/memberships.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room_records.h"
#include "chat/rooms.h"

namespace chat {

class RoomLinks {
public:
    RoomLinks(Ports& ports, Rooms& rooms, People& people, Memberships& memberships)
        : ports_(ports), rooms_(rooms), people_(people), memberships_(memberships) {}

    void make(const Connection& connection, const LinkWish& wish, Reply<MadeLink> reply);
    void list(const Connection& connection, const RoomId& id, Reply<std::vector<RoomLink>> reply);
    /// Of none that there is: answered alike.
    void revoke(const Connection& connection, const RoomId& id, const RoomLinkId& link,
                Reply<void> reply);
    void look_at(const Connection& connection, const std::string& token, Reply<LinkView> reply);
    void join(const Connection& connection, const std::string& token, Reply<RoomView> reply);

private:
    /// Somebody who has a link, when they are still here, and where it leads.
    struct Holder {
        Connection* connection = nullptr;
        KnownRoom* room = nullptr;
        RoomLink link;
    };
    /// errors  not_connected, link_invalid, archived, unavailable
    void find(const Connection& connection, const SecretHash& token, Reply<Holder> reply);

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Memberships& memberships_;
};

}  // namespace chat
