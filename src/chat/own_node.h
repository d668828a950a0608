/// OwnNode: what this node tells the others of itself: that it is alive, and who is present on it.
///
/// Thread:     domain.
/// Owns:       the version of its roster.
/// Invariant:  whoever has heard every change, or a whole roster and what came after it, knows who is present here.
/// Elsewhere:  what the others say is neighbours.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/clock.h"
#include "chat/bus_message.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/pulse.h"
#include "chat/rooms.h"

namespace chat {

class OwnNode {
public:
    OwnNode(Ports& ports, const People& people, const Rooms& rooms, const Pulse& pulse)
        : ports_(ports), people_(people), rooms_(rooms), pulse_(pulse) {}

    /// Where others find it.
    struct Introduction {
        std::string name;     ///< for people
        std::string address;  ///< host:port of its public listener; empty: none
        std::string release;
    };
    void introduce(Introduction introduction) { introduction_ = std::move(introduction); }
    void set_state(Heartbeat::State state);

    /// The first heartbeat, and from now on one each Limits::heartbeat_interval.
    void start();
    /// To all, at once: something may have been lost.
    void beat();
    /// To a node that is new.
    void greet(const NodeId& node) { ports_.bus.send(node, heartbeat()); }

    /// Somebody came, or is called otherwise or in other rooms now.
    void present(const Person& person);
    void gone(const UserId& user);
    /// Tells a node everybody.
    void tell_roster(const NodeId& node);

    [[nodiscard]] Heartbeat heartbeat() const;
    [[nodiscard]] std::optional<base::SteadyTime> next_deadline() const { return due_; }
    void on_time();

private:
    [[nodiscard]] bool is_alone() const;

    Ports& ports_;
    const People& people_;
    const Rooms& rooms_;
    const Pulse& pulse_;
    Introduction introduction_;
    Heartbeat::State state_ = Heartbeat::State::serving;
    RosterVersion version_ = 0;
    std::optional<base::SteadyTime> due_;
};

}  // namespace chat
