/// Suspensions: who may not come in, and sessions of others that end.
///
/// Thread:     domain.
/// Owns:       nothing.
/// Invariant:  whoever is suspended has no session and no connection, and gets none.
#pragma once

#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/ended_sessions.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/person_deeds.h"
#include "chat/ports.h"

namespace chat {

class Suspensions {
public:
    Suspensions(Ports& ports, const PersonDeeds& deeds, EndedSessions& ended)
        : ports_(ports), deeds_(deeds), ended_(ended) {}

    void suspend(const Credentials& by, UserId user, SuspensionWish wish,
                 AccountReply<PersonView> reply);
    void reinstate(const Credentials& by, UserId user, AccountReply<PersonView> reply);
    void end_sessions(const Credentials& by, UserId user, AccountReply<void> reply);

private:
    Ports& ports_;
    const PersonDeeds& deeds_;
    EndedSessions& ended_;
};

}  // namespace chat
