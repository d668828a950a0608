/// Bus: the port through which nodes tell each other what was committed and who is present. It may lose, delay, repeat
/// and reorder. What is lost of a room's log is mended by RoomFeed from the store; of who is present by Neighbours, which
/// asks again; of the rest when the bus says that something may be missing. src/cluster/ has its forms.
///
/// Thread:     the domain's; received calls come on the domain's executor, never inside a call.
#pragma once

#include <cstdint>

#include "chat/bus_message.h"
#include "chat/ids.h"

namespace chat {

class Bus {
public:
    /// What other nodes said; never what this node said itself.
    class Receiver {
    public:
        virtual ~Receiver() = default;
        virtual void on_bus_message(const NodeId& from, const BusMessage& message) = 0;
        /// Messages of unknown number were lost, for the connection was, or this node was too slow. It works again.
        virtual void on_bus_restored() = 0;
    };

    virtual ~Bus() = default;

    /// Whether there can be other nodes: alone, what is in memory is the whole truth.
    enum class Reach : std::uint8_t { this_node, cluster };
    [[nodiscard]] virtual Reach reach() const { return Reach::this_node; }

    /// Whether messages come and go. Down: what is published is lost, and nothing is heard.
    enum class Link : std::uint8_t { up, down };
    [[nodiscard]] virtual Link link() const { return Link::up; }

    /// This node's own name on the bus.
    [[nodiscard]] virtual NodeId node() const = 0;

    virtual void attach(Receiver& receiver) = 0;
    /// Nothing is received from now on.
    virtual void detach() {}

    /// To all other nodes that it concerns: of a room those that listen to it, else all.
    virtual void publish(BusMessage message) = 0;
    /// To one node. Lost when it is not there.
    virtual void send(const NodeId& to, BusMessage message) = 0;

    /// This node has members of `room` here (or no longer): what concerns other rooms need not come.
    virtual void subscribe(const RoomId& room) = 0;
    virtual void unsubscribe(const RoomId& room) = 0;
};

}  // namespace chat
