/// Directory: which rooms there are, who is in them, and who of those now.
///
/// Thread:     domain.
/// Invariant:  a room that is not open is seen only by its members.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/neighbours.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room_store.h"
#include "chat/rooms.h"

namespace chat {

class Directory {
public:
    Directory(Ports& ports, Rooms& rooms, People& people, const Neighbours& neighbours)
        : ports_(ports), rooms_(rooms), people_(people), neighbours_(neighbours) {}

    /// The open rooms whose name has `query` in it, by name, at most Limits::rooms_listed_max; of archived ones only the
    /// person's own.
    [[nodiscard]] std::vector<RoomEntry> rooms(const Person& person,
                                               const std::string& query) const;

    /// Who is present, by nickname. errors: not_found, not_a_member
    [[nodiscard]] base::Result<Members, ChatError> members(Person& person, const RoomId& id) const;

    /// Who is a member, present or not.
    void roster(const Connection& connection, RosterRequest request, Reply<RosterPage> reply);

private:
    [[nodiscard]] RosterPage page_of(const KnownRoom& room, Roster roster) const;

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    const Neighbours& neighbours_;
};

}  // namespace chat
