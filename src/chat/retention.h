/// Retention: how long rooms keep their messages, and that older ones go.
///
/// Thread:     domain.
/// Owns:       which rooms are to be looked through; one is at a time.
/// Invariant:  an `expired` is in the log only when what it says is gone is gone from the store. Nobody is shown the log up
///             to Room::expired. A look that a store or an end of the server cut short is made again.
/// Elsewhere:  the store takes words away (room_records.h); why a room's log keeps its numbers is docs/adr/0025.
#pragma once

#include <optional>
#include <unordered_set>

#include "base/clock.h"
#include "base/result.h"
#include "chat/appends.h"
#include "chat/chat.h"
#include "chat/delivery.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room_records.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

class Retention {
public:
    Retention(Ports& ports, Rooms& rooms, People& people, Appends& appends, Delivery& delivery)
        : ports_(ports), rooms_(rooms), people_(people), appends_(appends), delivery_(delivery) {}

    /// days  at most kRetentionDaysMax; 0: for ever
    void set(const Connection& connection, const RoomId& id, std::uint32_t days,
             Reply<Posted> reply);

    /// Rooms are known by now: looks through those that do not keep their messages for ever.
    void start();
    /// One of those events was released.
    void on_released(KnownRoom& room, const Event& event);

    [[nodiscard]] std::optional<base::SteadyTime> next_deadline() const { return due_; }
    void on_time();

private:
    void look_through(KnownRoom& room);
    /// Takes away a part of what is too old in one of the rooms.
    void go_on();
    void on_part(KnownRoom& room, const base::Result<Expired, StoreError>& part);
    void tell(KnownRoom& room, const Expired& gone);
    /// What of the unread messages is gone is unread no more.
    void count_again(const Person& person, const Place& place);
    void tell_read(const Person& person, const Place& place);

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Appends& appends_;
    Delivery& delivery_;
    std::unordered_set<KnownRoom*> waiting_;
    enum class State : std::uint8_t { idle, asking } state_ = State::idle;
    std::optional<base::SteadyTime> due_;
};

/// A page around or after what nobody sees any more is one of what is left.
void keep_to(PageRequest& request, const Room& room);
/// What of the page nobody sees any more is left out.
void cut(Page& page, const Room& room);

}  // namespace chat
