/// Directory: which rooms there are and who is in them now.
///
/// Thread:     domain.
/// Invariant:  a room that is not open is seen only by its members.
#pragma once

#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/rooms.h"

namespace chat {

class Directory {
public:
    Directory(const Ports& ports, Rooms& rooms) : ports_(ports), rooms_(rooms) {}

    /// The open rooms by name, at most Limits::rooms_listed_max.
    [[nodiscard]] std::vector<RoomEntry> rooms(Person& person) const;

    /// Who is present, by nickname. errors: not_found, not_a_member
    [[nodiscard]] base::Result<Members, ChatError> members(Person& person, const RoomId& id) const;

private:
    const Ports& ports_;
    Rooms& rooms_;
};

}  // namespace chat
