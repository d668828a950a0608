/// Identities: decides who is whom: names, accounts and profiles, with their sessions and invites.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  what is refused changes nothing. No two accounts have one name's key.
/// Elsewhere:  identity_lookup.h reads them; memberships are the ledger's.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/invites.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/sessions.h"
#include "store/sql/statement.h"

namespace store::sql {

class Identities {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    Identities(Database& database, Records& records);

    /// Makes the user, with a session where there is a token.
    /// errors  name_taken
    Answer<Number> create_user(const chat::NewUser& user);

    struct Made {
        Number user = 0;
        enum class From : std::uint8_t { nothing, guest } from = From::nothing;
    };
    /// errors  has_account, name_taken, not_allowed, invite_spent
    Answer<Made> create_account(const chat::NewAccount& account);
    /// errors  no_such_user
    Answer<void> set_password(const chat::UserId& user, std::string_view hash,
                              std::string_view keep);
    /// errors  no_such_user, name_taken
    Answer<chat::User> change_profile(const chat::UserId& user, const chat::ProfileChange& change,
                                      std::string_view name_key);

    /// errors  no_such_user, suspended
    Answer<Number> begin_session(const chat::NewSession& session);
    void prolong_session(std::string_view token, const chat::Session& session) {
        sessions_.prolong(token, session.used, session.expires);
    }
    /// errors  no_such_session
    Answer<void> end_session(const chat::UserId& user, const chat::SessionId& session);
    std::vector<chat::SessionId> end_other_sessions(const chat::UserId& user,
                                                    const chat::SessionId& keep);
    [[nodiscard]] Sessions& sessions() { return sessions_; }

    /// errors  no_such_user, too_many
    Answer<chat::Invite> create_invite(const chat::NewInvite& invite);
    [[nodiscard]] Invites& invites() { return invites_; }

private:
    struct Standing {
        Number user = 0;
        enum class Kind : std::uint8_t { nobody, guest, account } kind = Kind::nobody;
    };
    Standing standing(const chat::UserId& user);
    /// Of a guest or an account. nullopt: nobody, or somebody who is known only as an actor.
    std::optional<Number> find(const chat::UserId& user);
    /// Whether an account other than this user's has it.
    bool is_taken(std::string_view name_key, Number user);
    bool has_owner();
    Number put_user(const chat::User& user);

    Records& records_;
    Sessions sessions_;
    Invites invites_;
    Statement standing_, put_user_, become_, taken_, has_owner_;
    Statement insert_account_, set_password_, set_key_;
    Statement set_nickname_, set_hue_, set_status_;
};

}  // namespace store::sql
