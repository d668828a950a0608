/// Delivery: brings events to the feeds of their rooms, closes gaps from the store, gives what is released to people.
///
/// Thread:     domain.
/// Invariant:  Audience::event is called for each event of a live room once, in seq order; what the room is called and
///             used for is then as of that event.
///
/// Heads, by which another node finds out that the bus lost the end of a log: an event that is followed by another one
/// needs none, for numbers tell of gaps. So a head is told by the node that committed the last event, when the room has
/// stood still for a head_check_interval, and then again; and by every node now and then, for what this one cannot tell
/// any more.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>

#include "base/clock.h"
#include "chat/deadlines.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/ports.h"
#include "chat/rooms.h"
#include "chat/store.h"

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
        /// The other nodes are not heard: only the store knows how far the logs go.
        virtual void on_heads_unheard() = 0;
        /// Nobody of it is here any more.
        virtual void on_laid_down(KnownRoom& room) = 0;
    };

    Delivery(Ports& ports, Rooms& rooms, Listener& listener)
        : ports_(ports), rooms_(rooms), listener_(listener) {}

    /// An event that this node committed: to the other nodes, and to those here.
    void committed(KnownRoom& room, Event event);
    /// An event that another node committed.
    void received(KnownRoom& room, Event event);
    /// The store did not take an event of this node's. A store that was not there may have it all the same, and then nobody
    /// else tells it: the log is looked at.
    void refused(KnownRoom& room, StoreError error);
    /// The room's log is known to reach to `head`.
    void head_known(KnownRoom& room, Seq head);

    /// The bus may have lost anything: what the live rooms lack is read from the store.
    void doubt_all();

    /// The room has a member here, perhaps the first; or none any more.
    void wake(KnownRoom& room);
    void lay_down(KnownRoom& room);

    [[nodiscard]] std::optional<base::SteadyTime> next_deadline() const;
    void on_time();

private:
    void doubt(KnownRoom& room);
    void offer(KnownRoom& room, Event event);
    void drain(KnownRoom& room);
    void repair(KnownRoom& room);
    void plan(KnownRoom& room);
    void tell_heads();
    void tell_head(const KnownRoom& room);

    Ports& ports_;
    Rooms& rooms_;
    Listener& listener_;
    Deadlines<RoomId> gaps_;
    std::optional<base::SteadyTime> heads_due_;
    std::uint64_t heads_round_ = 0;
    /// Live rooms with a last event that this node committed: the rounds of heads since.
    std::unordered_map<KnownRoom*, std::uint32_t> fresh_;
};

}  // namespace chat
