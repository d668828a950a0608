/// Overviews: what people in charge look at: everybody with an account, figures, the audit.
///
/// Thread:     domain.
/// Owns:       when it began.
#pragma once

#include <vector>

#include "base/clock.h"
#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/callers.h"
#include "chat/in_charge.h"
#include "chat/neighbours.h"
#include "chat/own_node.h"
#include "chat/person_deeds.h"
#include "chat/ports.h"
#include "chat/rooms.h"

namespace chat {

class Overviews {
public:
    Overviews(Ports& ports, const Callers& callers, const PersonDeeds& deeds, const Rooms& rooms,
              const OwnNode& own_node, const Neighbours& neighbours)
        : ports_(ports),
          callers_(callers),
          deeds_(deeds),
          rooms_(rooms),
          own_node_(own_node),
          neighbours_(neighbours),
          started_(ports.clock.wall()) {}

    void people(const Credentials& by, const PeopleRequest& request,
                AccountReply<PeoplePage> reply);
    void figures(const Credentials& by, AccountReply<Figures> reply);
    void audit(const Credentials& by, AuditRequest request, AccountReply<AuditPage> reply);

private:
    /// Without what the store knows.
    [[nodiscard]] Figures counted() const;
    [[nodiscard]] Figures::Bus bus() const;
    /// This one first.
    [[nodiscard]] std::vector<NodeFigures> nodes() const;

    Ports& ports_;
    const Callers& callers_;
    const PersonDeeds& deeds_;
    const Rooms& rooms_;
    const OwnNode& own_node_;
    const Neighbours& neighbours_;
    const base::WallTime started_;
};

}  // namespace chat
