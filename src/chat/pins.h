/// Pins: messages that a room keeps at hand, and what messages read before.
///
/// Thread:     domain.
/// Invariant:  as of Appends. What is so already is answered alike. What a message read before is told to its author,
///             as long as they are a member, and to whoever may read the versions of others.
/// Elsewhere:  whether a message can be pinned the store decides, in the transaction of the pin; a deletion unpins.
#pragma once

#include <vector>

#include "base/result.h"
#include "chat/appends.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room_records.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

class Pins {
public:
    Pins(Ports& ports, Rooms& rooms, People& people, Appends& appends)
        : ports_(ports), rooms_(rooms), people_(people), appends_(appends) {}

    void set(const Connection& connection, const PinWish& wish, Reply<Posted> reply);
    void pins(const Connection& connection, const RoomId& id, Reply<PinsPage> reply);
    void versions(const Connection& connection, const RoomId& id, Seq message,
                  Reply<Versions> reply);

private:
    void on_versions(const UserId& asker, const RoomId& id,
                     base::Result<Versions, StoreError> found, Reply<Versions> reply);
    /// Those that were pinned last, as many as one answer holds.
    [[nodiscard]] PinsPage fit(std::vector<Pin> pins) const;
    /// Keeps the newest, as many as one answer holds.
    void fit(Versions& versions) const;

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Appends& appends_;
};

}  // namespace chat
