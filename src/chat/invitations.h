/// Invitations: links that let somebody make an account.
///
/// Thread:     domain.
/// Invariant:  only people in charge make, see and revoke them; a code is told once and kept as its hash.
#pragma once

#include <string>
#include <vector>

#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/audit.h"
#include "chat/callers.h"
#include "chat/guessing.h"
#include "chat/in_charge.h"
#include "chat/ports.h"

namespace chat {

class Invitations {
public:
    Invitations(Ports& ports, const Callers& callers, Guessing& guessing)
        : ports_(ports), callers_(callers), guessing_(guessing) {}

    void create(const Credentials& by, InviteRequest request, AccountReply<MadeInvite> reply);
    void list(const Credentials& by, AccountReply<std::vector<Invite>> reply);
    void revoke(const Credentials& by, InviteId invite, AccountReply<void> reply);
    void check(const std::string& code, const Caller& caller, AccountReply<void> reply);

private:
    [[nodiscard]] AuditEntry note(const Doer& doer, AuditAction action,
                                  const InviteId& invite) const;

    Ports& ports_;
    const Callers& callers_;
    Guessing& guessing_;
};

}  // namespace chat
