/// Removals: who has to go from a room, and who may not come back.
///
/// Thread:     domain.
/// Invariant:  only somebody who outranks a person removes them; both ranks are those of the moment of the decision,
///             after the store was asked. Whoever was removed hears nothing of the room after the leaving.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/delivery.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/ports.h"
#include "chat/room_store.h"
#include "chat/rooms.h"
#include "chat/seats.h"
#include "chat/store.h"

namespace chat {

class Removals {
public:
    Removals(Ports& ports, Rooms& rooms, People& people, Seats& seats, Delivery& delivery)
        : ports_(ports), rooms_(rooms), people_(people), seats_(seats), delivery_(delivery) {}

    void kick(const Connection& connection, const OnMember& wish, Reply<Posted> reply);
    /// A member or not.
    void ban(const Connection& connection, BanWish wish, Reply<void> reply);
    void lift_ban(const Connection& connection, const OnMember& wish, Reply<void> reply);
    void bans(const Connection& connection, const RoomId& id, Reply<std::vector<Ban>> reply);

private:
    /// Whether the person may remove people from that room, and not themselves; else `reply` has been given the refusal.
    template <typename T>
    bool may_remove(const Connection& connection, Action action, const OnMember& wish,
                    Reply<T>& reply);
    void on_kick_found(const UserId& asker, const OnMember& wish,
                       const base::Result<std::optional<Member>, StoreError>& found,
                       Reply<Posted> reply);
    void put(const UserId& asker, BanWish wish, const Member& member, Reply<void> reply);

    /// Keeps the newest, as many as one answer holds.
    void fit(std::vector<Ban>& bans) const;

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Seats& seats_;
    Delivery& delivery_;
};

}  // namespace chat
