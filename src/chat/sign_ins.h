/// SignIns: whoever knows a name's password gets a session of its account, and may change the password.
///
/// Thread:     domain.
/// Owns:       requests on their way through the store and the hashing of passwords.
/// Invariant:  a name without an account is refused as a wrong password is, after the same work. A password that was
///             changed while it was compared lets nobody in.
#pragma once

#include <string>

#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/callers.h"
#include "chat/ended_sessions.h"
#include "chat/guessing.h"
#include "chat/passwords.h"
#include "chat/ports.h"

namespace chat {

class SignIns {
public:
    SignIns(Ports& ports, const Callers& callers, Guessing& guessing, EndedSessions& ended)
        : ports_(ports), callers_(callers), guessing_(guessing), ended_(ended) {}

    void sign_in(SignIn request, AccountReply<SignedIn> reply);
    void change_password(const std::string& token, std::string current, std::string next,
                         Caller caller, AccountReply<void> reply);

private:
    struct Entering {
        SignIn request;
        AccountReply<SignedIn> reply;
        std::string name_key;             ///< of the name that was tried
        EndedSessions::Moment since = 0;  ///< when the password was asked for
    };
    struct Changing {
        Account account;
        SessionId session;  ///< that stays
        SecretHash token;
        EndedSessions::Moment since = 0;  ///< when the session was asked for
        std::string current;
        std::string next;
        Caller caller;
        AccountReply<void> reply;
    };

    void find(Entering entering);
    void verify(Entering entering, const std::optional<Account>& account);
    void begin(Entering entering, const UserId& user);
    void verify(Changing changing);
    void hash(Changing changing);
    void keep(Changing changing, std::string password_hash);

    /// 0: go ahead.
    [[nodiscard]] base::Milliseconds attempt(const std::string& name_key,
                                             const std::string& address);

    Ports& ports_;
    const Callers& callers_;
    Guessing& guessing_;
    EndedSessions& ended_;
};

}  // namespace chat
