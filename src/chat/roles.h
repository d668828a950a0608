/// Roles: who is what on the server.
///
/// Thread:     domain.
/// Owns:       nothing.
/// Invariant:  a role holds from its commit on, for connections that are there and for who is just arriving.
#pragma once

#include "chat/absent_changes.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/people.h"
#include "chat/person_deeds.h"
#include "chat/ports.h"
#include "chat/profile_notices.h"
#include "chat/room.h"

namespace chat {

class Roles {
public:
    Roles(Ports& ports, const PersonDeeds& deeds, People& people, AbsentChanges& absent,
          ProfileNotices& notices)
        : ports_(ports), deeds_(deeds), people_(people), absent_(absent), notices_(notices) {}

    void set(const Credentials& by, UserId user, Role role, AccountReply<PersonView> reply);

private:
    void take_effect(const User& user);

    Ports& ports_;
    const PersonDeeds& deeds_;
    People& people_;
    AbsentChanges& absent_;
    ProfileNotices& notices_;
};

}  // namespace chat
