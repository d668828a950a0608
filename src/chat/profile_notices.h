/// ProfileNotices: who hears that somebody is called or looks otherwise now, or may do other things.
///
/// Thread:     domain.
/// Invariant:  every connection of theirs, and whoever is present in a room with them as far as it is no crowd, hears it,
///             on whichever node they are.
#pragma once

#include <string>

#include "chat/account.h"
#include "chat/bus_message.h"
#include "chat/nicknames.h"
#include "chat/own_node.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/rooms.h"

namespace chat {

/// The others in a direct room, as far as they are present here, know somebody in it as they are now.
void update_direct_room(const KnownRoom& room, const User& user);
/// In all of theirs.
void update_direct_rooms(const Person& person);

class ProfileNotices {
public:
    ProfileNotices(Ports& ports, Rooms& rooms, People& people, Nicknames& nicknames,
                   OwnNode& own_node)
        : ports_(ports),
          rooms_(rooms),
          people_(people),
          nicknames_(nicknames),
          own_node_(own_node) {}

    /// It was done on this node, to somebody who is present here.
    void tell(const Person& person);
    /// The same to somebody who is present nowhere, or elsewhere.
    void tell(const User& user, const std::string& name_key);

    /// It was done on another node.
    void on_news(const ProfileNews& news);
    /// Somebody is present elsewhere otherwise than before, which may be null.
    void on_elsewhere(const PresentPerson* before, const PresentPerson& now);

private:
    void tell_here(const Person& person);
    void tell_room(const KnownRoom& room, const User& user);

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    Nicknames& nicknames_;
    OwnNode& own_node_;
};

}  // namespace chat
