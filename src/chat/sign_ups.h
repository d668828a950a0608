/// SignUps: making accounts, of guests and of people nobody knew.
///
/// Thread:     domain.
/// Owns:       requests on their way; the names they hold meanwhile.
/// Invariant:  of two that want one name, one gets it. Nothing expensive is done for a request that breaks a rule.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/accounts.h"
#include "chat/callers.h"
#include "chat/doorkeeper.h"
#include "chat/ended_sessions.h"
#include "chat/guessing.h"
#include "chat/ids.h"
#include "chat/names.h"
#include "chat/nicknames.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/profile_notices.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

class SignUps {
public:
    SignUps(Ports& ports, const Doorkeeper& door, const Callers& callers, Guessing& guessing,
            People& people, Nicknames& nicknames, EndedSessions& ended, ProfileNotices& notices)
        : ports_(ports),
          door_(door),
          callers_(callers),
          guessing_(guessing),
          people_(people),
          nicknames_(nicknames),
          ended_(ended),
          notices_(notices) {}

    void sign_up(SignUp request, AccountReply<SignedIn> reply);

private:
    struct Making {
        SignUp request;
        AccountReply<SignedIn> reply;
        Name name;
        User user;  ///< as it will be
    };

    [[nodiscard]] std::optional<AccountRefusal> refusal_at_the_door(const SignUp& request);
    [[nodiscard]] bool is_invite_needed(const SignUp& request) const;
    void check_invite(Making making);
    void find_guest(Making making);
    void take_name(Making making);
    void hash(Making making);
    void keep(Making making, std::string password_hash);
    void on_made(Making making, std::string token, base::Result<Known, StoreError> made);
    void become(const Making& making, const SessionId& session);
    void refuse_taken(Making making);

    Ports& ports_;
    const Doorkeeper& door_;
    const Callers& callers_;
    Guessing& guessing_;
    People& people_;
    Nicknames& nicknames_;
    EndedSessions& ended_;
    ProfileNotices& notices_;
};

}  // namespace chat
