#include "store/sql/invites.h"

#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::StoreError;

Invites::Invites(Database& database)
    : remove_spent_(database, "DELETE FROM invites WHERE expires_ms <= ?1 OR uses >= uses_max"),
      count_(database, "SELECT count(*) FROM invites"),
      insert_(database,
              "INSERT INTO invites (code, id, creator, creator_name, created_ms, expires_ms, "
              "uses_max, uses) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
      delete_(database, "DELETE FROM invites WHERE id = ?1"),
      use_(database,
           "UPDATE invites SET uses = uses + 1 "
           "WHERE code = ?1 AND expires_ms > ?2 AND uses < uses_max") {}

Invites::Answer<chat::Invite> Invites::create(Number creator, const chat::NewInvite& invite) {
    const chat::Invite& made = invite.invite;
    remove_spent_.send(milliseconds_of(made.created));
    {
        Rows rows = count_.rows();
        if (rows.next() && rows.count(0) >= chat::kInvitesMax) return fail(StoreError::too_many);
    }
    insert_.send(Blob{invite.code}, made.id.value(), creator, made.creator_name,
                 milliseconds_of(made.created), milliseconds_of(made.expires), made.uses_max,
                 made.uses);
    return made;
}

Invites::Answer<void> Invites::revoke(const chat::InviteId& invite) {
    if (delete_.run(invite.value()) == 0) return fail(StoreError::no_such_invite);
    return {};
}

Invites::Answer<void> Invites::use(std::string_view code, base::WallTime now) {
    if (use_.run(Blob{code}, milliseconds_of(now)) == 0) return fail(StoreError::invite_spent);
    return {};
}

}  // namespace store::sql
