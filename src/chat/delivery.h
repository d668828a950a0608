/// Delivery: brings events to the feeds of their rooms, closes gaps from the store, gives what is released to people.
///
/// Thread:     domain.
/// Invariant:  Audience::event is called for each event of a live room once, in seq order; what the room is called and
///             used for is then as of that event.
#pragma once

#include <functional>
#include <optional>

#include "base/clock.h"
#include "chat/deadlines.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/ports.h"
#include "chat/rooms.h"

namespace chat {

class Delivery {
public:
    /// What the other parts do when a room's log has gone on.
    class Listener {
    public:
        virtual ~Listener() = default;
        /// An event about a membership or a host was released; perhaps another node made it.
        virtual void on_member_released(KnownRoom& room, const Event& event) = 0;
        /// An event about retention was released.
        virtual void on_retention_released(KnownRoom& room, const Event& event) = 0;
        /// A message that means somebody was released.
        virtual void on_mentions_released(KnownRoom& room, const Event& message) = 0;
        /// Someone waits in Catchups for this room's log to go on.
        virtual void on_log_advanced(KnownRoom& room) = 0;
        /// Nobody of it is here any more.
        virtual void on_laid_down(KnownRoom& room) = 0;
    };

    Delivery(Ports& ports, Rooms& rooms, Listener& listener)
        : ports_(ports), rooms_(rooms), listener_(listener) {}

    /// An event that this node committed: to the other nodes, and to those here.
    void committed(KnownRoom& room, Event event);
    /// An event that another node committed.
    void received(KnownRoom& room, Event event);
    /// The room's log is known to reach to `head`.
    void head_known(KnownRoom& room, Seq head);

    /// The room has a member here, perhaps the first; or none any more.
    void wake(KnownRoom& room);
    void lay_down(KnownRoom& room);

    [[nodiscard]] std::optional<base::SteadyTime> next_deadline() const;
    void on_time();

private:
    void offer(KnownRoom& room, Event event);
    void drain(KnownRoom& room);
    void repair(KnownRoom& room);
    void plan(KnownRoom& room);
    void tell_heads();

    Ports& ports_;
    Rooms& rooms_;
    Listener& listener_;
    Deadlines<RoomId> gaps_;
    std::optional<base::SteadyTime> heads_due_;
};

}  // namespace chat
