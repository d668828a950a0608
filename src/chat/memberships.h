/// Memberships: joining, leaving, adding others, and making rooms.
///
/// Thread:     domain.
/// Invariant:  a request is answered once, after its commit and before anyone hears of it.
/// Elsewhere:  what a membership is to those present is seats.h; direct rooms are direct_rooms.h.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/delivery.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/rooms.h"
#include "chat/seats.h"
#include "chat/store.h"

namespace chat {

class Memberships {
public:
    Memberships(Ports& ports, Rooms& rooms, People& people, Seats& seats, Delivery& delivery)
        : ports_(ports), rooms_(rooms), people_(people), seats_(seats), delivery_(delivery) {}

    void join(Connection& connection, const RoomId& id, Reply<RoomView> reply);
    /// By a link that leads there, whatever kind of room it is.
    void join_by(Connection& connection, KnownRoom& room, SecretHash link, Reply<RoomView> reply);
    void leave(Connection& connection, const RoomId& id, Reply<void> reply);
    void create(Connection& connection, const RoomWish& wish, Reply<RoomView> reply);
    void add(Connection& connection, const OnMember& wish, Reply<Posted> reply);

private:
    void enter(Connection& connection, KnownRoom& room, std::optional<SecretHash> link,
               Reply<RoomView> reply);
    void on_mutes(ConnectionId asker, KnownRoom& room, std::optional<SecretHash> link,
                  const base::Result<std::vector<MuteEntry>, StoreError>& mutes,
                  Reply<RoomView> reply);
    void on_joined(ConnectionId asker, KnownRoom& room, base::Result<Appended, StoreError> appended,
                   Reply<RoomView> reply, const UserId& user, const std::optional<Mute>& mute);
    void on_left(ConnectionId asker, KnownRoom& room, base::Result<Appended, StoreError> appended,
                 Reply<void> reply, const UserId& user);
    void on_created(ConnectionId asker, base::Result<Room, StoreError> made, Reply<RoomView> reply,
                    const UserId& user);
    void find_to_add(const UserId& asker, const OnMember& wish, const std::optional<Mute>& mute,
                     Reply<Posted> reply);
    void on_found(const UserId& asker, const OnMember& wish, const std::optional<Mute>& mute,
                  const base::Result<std::vector<User>, StoreError>& found, Reply<Posted> reply);
    void on_added(KnownRoom& room, base::Result<Appended, StoreError> appended, Reply<Posted> reply,
                  const std::optional<Mute>& mute);

    [[nodiscard]] Append change(const KnownRoom& room, EventKind kind, const User& user) const;

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Seats& seats_;
    Delivery& delivery_;
    std::uint32_t creates_waiting_ = 0;
};

}  // namespace chat
