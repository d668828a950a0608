/// Mutes: who may not write in a room for a while, or for ever.
///
/// Thread:     domain.
/// Invariant:  only somebody who outranks a person mutes them or lifts that; both ranks are those of the moment of the
///             decision, after the store was asked. What is so already is answered alike.
/// Elsewhere:  what a mute keeps from is silences.h.
#pragma once

#include <vector>

#include "base/result.h"
#include "chat/appends.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

class Mutes {
public:
    Mutes(Ports& ports, Rooms& rooms, People& people, Appends& appends)
        : ports_(ports), rooms_(rooms), people_(people), appends_(appends) {}

    /// A member or not.
    void mute(const Connection& connection, const MuteWish& wish, Reply<Posted> reply);
    void unmute(const Connection& connection, const OnMember& wish, Reply<Posted> reply);
    void list(const Connection& connection, const RoomId& id, Reply<std::vector<MuteEntry>> reply);

private:
    /// What is to be done, to whom.
    struct Deed {
        EventKind kind = EventKind::muted;
        RoomId room;
        UserId user;
        Mute mute{};
    };
    void begin(const Connection& connection, Deed deed, Reply<Posted> reply);
    void append(const UserId& asker, const Deed& deed, const Member& member, Reply<Posted> reply);
    /// Keeps the newest, as many as one answer holds.
    void fit(std::vector<MuteEntry>& mutes) const;

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Appends& appends_;
};

}  // namespace chat
