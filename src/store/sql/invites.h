/// Invites: writes who may make an account by whose leave.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  at most chat::kInvitesMax of them; one is used no more often than it says.
/// Elsewhere:  identity_lookup.h reads them.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class Invites {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    explicit Invites(Database& database);

    /// errors  too_many
    Answer<chat::Invite> create(Number creator, const chat::NewInvite& invite);
    /// errors  no_such_invite
    Answer<void> revoke(const chat::InviteId& invite);
    /// errors  invite_spent
    Answer<void> use(std::string_view code, base::WallTime now);

private:
    Statement remove_spent_, count_, insert_, delete_, use_;
};

}  // namespace store::sql
