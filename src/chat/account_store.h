/// AccountStore: the port through which the domain keeps accounts, sessions, invites and profiles.
///
/// Thread:     the domain's for calls; replies run on the domain's executor, never inside the call.
/// Owns:       everything durable.
/// Invariant:  as Store: a reply with a value means committed; requests of one caller are decided in order, those to
///             Store among them (both ports are one object). A refused request changes nothing.
/// Elsewhere:  tests/store/store_contract_accounts_test.cc is the suite that every form passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

struct NewSession {
    Session session;
    SecretHash token;
};

struct NewAccount {
    /// With the id of a user that the store knows (a guest) that one becomes the account, and keeps memberships and
    /// history; else it is made, and a member of `first_room`, read up to its head. Its nickname and role are set.
    User user;
    std::string name_key;
    std::string password_hash;
    base::WallTime created{};
    NewSession session;  ///< begins in the same transaction; every session the guest had ends
    std::optional<SecretHash> invite{};  ///< used up by one; absent: none needed
    /// Only as the first one: refused `not_allowed` when an account with Role::owner exists.
    enum class Claim : std::uint8_t { none, owner } claim = Claim::none;
    RoomId first_room{};
};

struct NewInvite {
    Invite invite;
    SecretHash code;
    AuditEntry note;  ///< kept in the same transaction
};

class AccountStore {
public:
    virtual ~AccountStore() = default;

    /// errors  has_account (that user), name_taken (an account with that key), not_allowed, invite_spent (unknown,
    ///         expired at `created`, used up), unavailable; the first of these that is true
    virtual void create_account(NewAccount account, StoreReply<Known> reply) = 0;

    /// By its name's key. nullopt: none.
    virtual void find_account(std::string name_key, StoreReply<std::optional<Account>> reply) = 0;
    /// Of this user. nullopt: a guest, or nobody.
    virtual void account_of(UserId user, StoreReply<std::optional<Account>> reply) = 0;
    /// Whether an account with Role::owner exists.
    virtual void has_owner(StoreReply<bool> reply) = 0;

    /// Ends every session of theirs but the one of `keep`, in the same transaction.
    /// errors  no_such_user (no account), unavailable
    virtual void set_password(UserId user, std::string hash, SecretHash keep,
                              StoreReply<void> reply) = 0;

    /// A user may have kSessionsMax: the one that was used longest ago makes room.
    /// errors  no_such_user, suspended (when it begins), unavailable
    virtual void begin_session(NewSession session, StoreReply<Known> reply) = 0;
    /// Who holds this token at `now`; moves `used` and `expires` on as Store::find_user does. nullopt: nobody.
    virtual void find_session(SecretHash token, base::WallTime now,
                              StoreReply<std::optional<Session>> reply) = 0;
    /// Those of the user that are not over at `now`, the last used first.
    virtual void sessions(UserId user, base::WallTime now,
                          StoreReply<std::vector<Session>> reply) = 0;
    /// Ends the one session. Someone else's, or none: no_such_session.
    virtual void end_session(UserId user, SessionId session, StoreReply<void> reply) = 0;
    /// Ends all but that one. returns  those that ended
    virtual void end_other_sessions(UserId user, SessionId keep,
                                    StoreReply<std::vector<SessionId>> reply) = 0;

    /// A new nickname has its key beside it; an account's key moves with it.
    /// errors  name_taken (another account has the key), no_such_user, unavailable
    virtual void change_profile(UserId user, ProfileChange change, std::string name_key,
                                StoreReply<User> reply) = 0;
    /// Whether `user` wants to see nothing of `other`. What is so already is no error.
    /// errors  no_such_user (one of the two), too_many_ignored, unavailable
    virtual void set_ignored(UserId user, UserId other, Ignoring ignoring,
                             StoreReply<std::vector<Named>> reply) = 0;
    /// Those that exist, in the order asked for.
    virtual void find_people(std::vector<UserId> users, StoreReply<std::vector<User>> reply) = 0;

    /// errors  no_such_user (the creator, where there is one), too_many, unavailable
    virtual void create_invite(NewInvite invite, StoreReply<Invite> reply) = 0;
    /// Those that can still be used at `now`, the newest first, at most kInvitesMax.
    virtual void invites(base::WallTime now, StoreReply<std::vector<Invite>> reply) = 0;
    /// errors  no_such_invite, unavailable
    virtual void revoke_invite(InviteId invite, AuditEntry note, StoreReply<void> reply) = 0;
    /// Whether it could be used at `now`. nullopt: no.
    virtual void find_invite(SecretHash code, base::WallTime now,
                             StoreReply<std::optional<Invite>> reply) = 0;
};

inline constexpr std::size_t kSessionsMax = 50;
inline constexpr std::size_t kInvitesMax = 200;

}  // namespace chat
