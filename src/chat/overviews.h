/// Overviews: what people in charge look at: everybody with an account, figures, the audit.
///
/// Thread:     domain.
/// Owns:       when it began.
#pragma once

#include "base/clock.h"
#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/callers.h"
#include "chat/in_charge.h"
#include "chat/people.h"
#include "chat/person_deeds.h"
#include "chat/ports.h"
#include "chat/rooms.h"

namespace chat {

class Overviews {
public:
    Overviews(Ports& ports, const Callers& callers, const PersonDeeds& deeds, const Rooms& rooms,
              const People& people)
        : ports_(ports),
          callers_(callers),
          deeds_(deeds),
          rooms_(rooms),
          people_(people),
          started_(ports.clock.wall()) {}

    void people(const Credentials& by, const PeopleRequest& request,
                AccountReply<PeoplePage> reply);
    void figures(const Credentials& by, AccountReply<Figures> reply);
    void audit(const Credentials& by, AuditRequest request, AccountReply<AuditPage> reply);

private:
    Ports& ports_;
    const Callers& callers_;
    const PersonDeeds& deeds_;
    const Rooms& rooms_;
    const People& people_;
    const base::WallTime started_;
};

}  // namespace chat
