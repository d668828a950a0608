/// Profiles: what somebody is called and looks like.
///
/// Thread:     domain.
/// Owns:       changes on their way through the store; the names they hold meanwhile.
/// Invariant:  of two that want one name, one gets it.
/// Elsewhere:  who hears of it is profile_notices.h.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/callers.h"
#include "chat/chat.h"
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

class Profiles {
public:
    Profiles(Ports& ports, const Callers& callers, Guessing& guessing, People& people,
             Nicknames& nicknames, ProfileNotices& notices)
        : ports_(ports),
          callers_(callers),
          guessing_(guessing),
          people_(people),
          nicknames_(nicknames),
          notices_(notices) {}

    void me(const std::string& token, AccountReply<User> reply);
    void change(const std::string& token, ProfileChange change, AccountReply<User> reply);

    /// What these people are called and look like now.
    void people(std::vector<UserId> users, Reply<std::vector<User>> reply);

private:
    struct Changing {
        UserId user;
        ProfileChange change;
        Name name;  ///< empty: it stays
        AccountReply<User> reply;
    };

    void on_known(const User& user, ProfileChange change, AccountReply<User> reply);
    void on_changed(Changing changing, base::Result<User, StoreError> changed);
    void refuse_taken(Changing changing);

    Ports& ports_;
    const Callers& callers_;
    Guessing& guessing_;
    People& people_;
    Nicknames& nicknames_;
    ProfileNotices& notices_;
};

}  // namespace chat
