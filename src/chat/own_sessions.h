/// OwnSessions: where somebody is signed in, and signing out there.
///
/// Thread:     domain.
/// Invariant:  nobody learns of, or ends, a session of somebody else.
#pragma once

#include <string>
#include <vector>

#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/callers.h"
#include "chat/ended_sessions.h"
#include "chat/ports.h"

namespace chat {

class OwnSessions {
public:
    OwnSessions(Ports& ports, const Callers& callers, EndedSessions& ended)
        : ports_(ports), callers_(callers), ended_(ended) {}

    void list(const std::string& token, AccountReply<std::vector<SessionView>> reply);
    void end(const std::string& token, SessionId session, AccountReply<void> reply);
    void end_others(const std::string& token, AccountReply<void> reply);
    /// The token's own, a guest's too.
    void sign_out(const std::string& token, AccountReply<void> reply);

private:
    Ports& ports_;
    const Callers& callers_;
    EndedSessions& ended_;
};

}  // namespace chat
