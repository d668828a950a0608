/// Invitations: links that let somebody make an account.
///
/// Thread:     domain.
/// Invariant:  only admins and the owner make, see and revoke them; a code is told once and kept as its hash.
#pragma once

#include <string>
#include <vector>

#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/callers.h"
#include "chat/guessing.h"
#include "chat/ports.h"

namespace chat {

class Invitations {
public:
    Invitations(Ports& ports, const Callers& callers, Guessing& guessing)
        : ports_(ports), callers_(callers), guessing_(guessing) {}

    void create(const std::string& token, InviteRequest request, AccountReply<MadeInvite> reply);
    void list(const std::string& token, AccountReply<std::vector<Invite>> reply);
    void revoke(const std::string& token, InviteId invite, AccountReply<void> reply);
    void check(const std::string& code, const Caller& caller, AccountReply<void> reply);

private:
    /// As Callers::identify(), for admins and the owner.
    template <typename T, typename Then>
    void identify_admin(const std::string& token, AccountReply<T> reply, Then then);

    Ports& ports_;
    const Callers& callers_;
    Guessing& guessing_;
};

}  // namespace chat
