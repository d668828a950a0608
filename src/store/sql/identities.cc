#include "store/sql/identities.h"

#include <optional>
#include <string_view>
#include <utility>
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

using base::fail;
using chat::StoreError;

Identities::Identities(Database& database, Records& records)
    : records_(records),
      sessions_(database),
      invites_(database),
      standing_(database,
                "SELECT u.number, u.role, a.person IS NOT NULL "
                "FROM users u LEFT JOIN accounts a ON a.person = u.number WHERE u.id = ?1"),
      put_user_(database,
                "INSERT INTO users (id, nickname, role, created_ms, status, hue) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE "
                "SET nickname = ?2, role = ?3, created_ms = ?4, status = ?5, hue = ?6 "
                "RETURNING number"),
      become_(database, "UPDATE users SET nickname = ?2, role = ?3 WHERE number = ?1"),
      taken_(database, "SELECT 1 FROM accounts WHERE name_key = ?1 AND person != ?2"),
      has_owner_(database, kHasOwnerSql),
      insert_account_(database,
                      "INSERT INTO accounts (person, name_key, password_hash, created_ms) "
                      "VALUES (?1, ?2, ?3, ?4)"),
      set_password_(database, "UPDATE accounts SET password_hash = ?2 WHERE person = ?1"),
      set_key_(database, "UPDATE accounts SET name_key = ?2 WHERE person = ?1"),
      set_nickname_(database, "UPDATE users SET nickname = ?2 WHERE number = ?1"),
      set_hue_(database, "UPDATE users SET hue = ?2 WHERE number = ?1"),
      set_status_(database, "UPDATE users SET status = ?2 WHERE number = ?1") {}

Identities::Standing Identities::standing(const chat::UserId& user) {
    Rows rows = standing_.rows(user.value());
    if (!rows.next()) return {};
    const bool is_actor_only = rows.integer(1) == 0;
    if (is_actor_only) return {.user = rows.integer(0), .kind = Standing::Kind::nobody};
    return {.user = rows.integer(0),
            .kind = rows.integer(2) == 0 ? Standing::Kind::guest : Standing::Kind::account};
}

std::optional<Number> Identities::find(const chat::UserId& user) {
    const Standing found = standing(user);
    if (found.kind == Standing::Kind::nobody) return std::nullopt;
    return found.user;
}

bool Identities::is_taken(std::string_view name_key, Number user) {
    return taken_.rows(name_key, user).next();
}

bool Identities::has_owner() {
    Rows rows = has_owner_.rows();
    return rows.next() && rows.integer(0) != 0;
}

Number Identities::put_user(const chat::User& user) {
    Number number = 0;
    Rows rows =
        put_user_.rows(user.id.value(), user.nickname, static_cast<int>(user.role),
                       milliseconds_of(user.created), user.status, static_cast<int>(user.hue));
    while (rows.next())
        number = rows.integer(0);
    return number;
}

Identities::Answer<Number> Identities::create_user(const chat::NewUser& user) {
    if (is_taken(user.name_key, standing(user.user.id).user)) return fail(StoreError::name_taken);
    const Number number = put_user(user.user);
    if (!user.token.empty()) sessions_.begin(number, user.token, user.session);
    return number;
}

Identities::Answer<Identities::Made> Identities::create_account(const chat::NewAccount& account) {
    const Standing before = standing(account.user.id);
    if (before.kind == Standing::Kind::account) return fail(StoreError::has_account);
    if (is_taken(account.name_key, before.user)) return fail(StoreError::name_taken);
    if (account.claim == chat::NewAccount::Claim::owner && has_owner()) {
        return fail(StoreError::not_allowed);
    }
    if (account.invite) {
        const auto used = invites_.use(*account.invite, account.created);
        if (!used) return fail(used.error());
    }

    Made made{.user = before.user};
    if (before.kind == Standing::Kind::guest) {
        made.from = Made::From::guest;
        become_.send(made.user, account.user.nickname, static_cast<int>(account.user.role));
        sessions_.end_all(made.user);
    } else {
        made.user = put_user(account.user);
    }
    insert_account_.send(made.user, account.name_key, account.password_hash,
                         milliseconds_of(account.created));
    sessions_.begin(made.user, account.session.token, account.session.session);
    return made;
}

Identities::Answer<void> Identities::set_password(const chat::UserId& user, std::string_view hash,
                                                  std::string_view keep) {
    const Standing found = standing(user);
    if (found.kind != Standing::Kind::account) return fail(StoreError::no_such_user);
    set_password_.send(found.user, hash);
    sessions_.end_all_but(found.user, keep);
    return {};
}

Identities::Answer<chat::User> Identities::change_profile(const chat::UserId& user,
                                                          const chat::ProfileChange& change,
                                                          std::string_view name_key) {
    const std::optional<Number> number = find(user);
    if (!number) return fail(StoreError::no_such_user);
    if (change.nickname) {
        if (is_taken(name_key, *number)) return fail(StoreError::name_taken);
        set_key_.send(*number, name_key);
        set_nickname_.send(*number, *change.nickname);
    }
    if (change.hue) set_hue_.send(*number, *change.hue);
    if (change.status) set_status_.send(*number, *change.status);
    std::optional<chat::User> changed = records_.user(*number);
    if (!changed) return fail(StoreError::unavailable);
    return *std::move(changed);
}

Identities::Answer<Number> Identities::begin_session(const chat::NewSession& session) {
    const std::optional<Number> user = find(session.session.user);
    if (!user) return fail(StoreError::no_such_user);
    if (holds(records_.suspension(*user), session.session.created)) {
        return fail(StoreError::suspended);
    }
    sessions_.begin(*user, session.token, session.session);
    return *user;
}

Identities::Answer<void> Identities::end_session(const chat::UserId& user,
                                                 const chat::SessionId& session) {
    const std::optional<Number> number = find(user);
    if (!number || sessions_.end(*number, session) == Sessions::Ended::none) {
        return fail(StoreError::no_such_session);
    }
    return {};
}

std::vector<chat::SessionId> Identities::end_other_sessions(const chat::UserId& user,
                                                            const chat::SessionId& keep) {
    const std::optional<Number> number = find(user);
    if (!number) return {};
    return sessions_.end_others(*number, keep);
}

Identities::Answer<chat::Invite> Identities::create_invite(const chat::NewInvite& invite) {
    constexpr Number kCommandLine = 0;
    const bool is_of_nobody = invite.invite.creator.value().empty();
    const std::optional<Number> creator = is_of_nobody ? kCommandLine : find(invite.invite.creator);
    if (!creator) return fail(StoreError::no_such_user);
    return invites_.create(*creator, invite);
}

}  // namespace store::sql
