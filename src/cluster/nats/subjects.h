/// Subjects: the names under which NATS carries what nodes say.
///
///     <prefix>.all           to all nodes
///     <prefix>.node.<id>     to one
///     <prefix>.room.<room>   to those that have members of the room
///
/// In an id letters, digits, - and _ stand for themselves and any other octet for "=" and two hexadecimal digits: dots,
/// spaces and wildcards have a meaning in subjects.
///
/// Thread:     any. A value.
/// Invariant:  different ids have different subjects.
#pragma once

#include <string>
#include <string_view>

#include "chat/bus_message.h"
#include "chat/ids.h"

namespace cluster {

class Subjects {
public:
    /// prefix  is_prefix() holds
    explicit Subjects(std::string prefix);

    [[nodiscard]] static bool is_prefix(std::string_view text);

    [[nodiscard]] std::string all() const { return prefix_ + ".all"; }
    [[nodiscard]] std::string node(const chat::NodeId& id) const;
    [[nodiscard]] std::string room(const chat::RoomId& id) const;
    /// Where a message that is not for one node goes.
    [[nodiscard]] std::string of(const chat::BusMessage& message) const;

private:
    std::string prefix_;
};

}  // namespace cluster
