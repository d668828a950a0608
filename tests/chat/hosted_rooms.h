/// HostedRooms: a public and a private room with their host, a member and a moderator.
#pragma once

#include <gtest/gtest.h>

#include "chat/ids.h"
#include "chat/room.h"
#include "chat/rooms_world.h"

namespace chat {

class HostedRooms : public RoomsWorld {
protected:
    Guest ada;   ///< the host
    Guest bob;   ///< a member of both
    Guest mia;   ///< a moderator, in the public one
    RoomId tea;  ///< the public one
    RoomId den;  ///< the private one

    void SetUp() override {
        RoomsWorld::SetUp();
        ada = enter_as(Role::member, "Ada");
        bob = enter_as(Role::member, "Bob");
        mia = enter_as(Role::moderator, "Mia");
        tea = created(ada, "Tea");
        den = created(ada, "Den", RoomKind::closed);
        ASSERT_TRUE(join(bob, tea).has_value());
        ASSERT_TRUE(join(mia, tea).has_value());
        ASSERT_TRUE(add(ada, den, id_of(bob)).has_value());
        forget();
    }
    /// What they heard so far.
    void forget() {
        for (const Guest& each : {ada, bob, mia})
            (void)heard(each);
    }
};

}  // namespace chat
