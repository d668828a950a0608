/// Bus: the port through which nodes tell each other what was committed. It may lose, delay, repeat and reorder;
/// RoomFeed repairs. src/cluster/ has its forms.
///
/// Thread:     the domain's; received calls come on the domain's executor.
#pragma once

#include <cstdint>

#include "chat/event.h"
#include "chat/room.h"

namespace chat {

class Bus {
public:
    /// What other nodes said; never what this node published itself.
    class Receiver {
    public:
        virtual ~Receiver() = default;
        virtual void on_bus_event(const Event& event) = 0;
        /// Another node has seen `head` in `room`: the feed asks the store when it lacks something.
        virtual void on_bus_head(const RoomId& room, Seq head) = 0;
        /// Another node made a room that everybody may see.
        virtual void on_bus_room(const Room& room) = 0;
    };

    virtual ~Bus() = default;

    /// Whether there can be other nodes: alone, what is in memory is the whole truth.
    enum class Reach : std::uint8_t { this_node, cluster };
    [[nodiscard]] virtual Reach reach() const { return Reach::this_node; }

    virtual void attach(Receiver& receiver) = 0;
    /// Nothing is received from now on.
    virtual void detach() {}
    virtual void publish_event(const Event& event) = 0;
    virtual void publish_head(const RoomId& room, Seq head) = 0;
    virtual void publish_room(const Room& room) = 0;

    /// This node has members of `room` here (or no longer): events of other rooms need not come.
    virtual void subscribe(const RoomId& room) = 0;
    virtual void unsubscribe(const RoomId& room) = 0;
};

}  // namespace chat
