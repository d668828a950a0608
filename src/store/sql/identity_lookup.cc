#include "store/sql/identity_lookup.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "store/sql/database.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {
namespace {

constexpr std::string_view kSessionColumns =
    "SELECT s.id, u.id, s.created_ms, s.used_ms, s.expires_ms, s.lifetime_ms, s.agent, "
    "s.address, s.person FROM sessions s JOIN users u ON u.number = s.person ";

// The user's columns come first, as Records reads them.
constexpr std::string_view kAccountColumns =
    "SELECT u.id, u.nickname, u.role, u.created_ms, u.status, u.hue, a.name_key, "
    "a.password_hash, a.created_ms, s.person, d.id, s.doer_name, s.created_ms, s.until_ms, "
    "s.reason "
    "FROM accounts a JOIN users u ON u.number = a.person "
    "LEFT JOIN suspensions s ON s.person = a.person LEFT JOIN users d ON d.number = s.doer ";
constexpr int kSuspensionColumn = 9;

constexpr std::string_view kInviteColumns =
    "SELECT i.id, u.id, i.creator_name, i.created_ms, i.expires_ms, i.uses_max, i.uses "
    "FROM invites i LEFT JOIN users u ON u.number = i.creator ";

std::string joined(std::string_view columns, std::string_view rest) {
    std::string sql(columns);
    return sql.append(rest);
}

chat::Session session_of(const Rows& rows) {
    return {.id = chat::SessionId(std::string(rows.text(0))),
            .user = chat::UserId(std::string(rows.text(1))),
            .created = time_of(rows.integer(2)),
            .used = time_of(rows.integer(3)),
            .expires = time_of(rows.integer(4)),
            .lifetime = base::Milliseconds(rows.integer(5)),
            .agent = std::string(rows.text(6)),
            .address = std::string(rows.text(7))};
}

std::optional<chat::Account> account_in(Rows rows) {
    if (!rows.next()) return std::nullopt;
    return chat::Account{.user = user_of(rows),
                         .name_key = std::string(rows.text(6)),
                         .password_hash = std::string(rows.text(7)),
                         .created = time_of(rows.integer(8)),
                         .suspension = suspension_of(rows, kSuspensionColumn)};
}

chat::Invite invite_of(const Rows& rows) {
    return {.id = chat::InviteId(std::string(rows.text(0))),
            .creator = chat::UserId(std::string(rows.text(1))),
            .creator_name = std::string(rows.text(2)),
            .created = time_of(rows.integer(3)),
            .expires = time_of(rows.integer(4)),
            .uses_max = static_cast<std::uint32_t>(rows.integer(5)),
            .uses = static_cast<std::uint32_t>(rows.integer(6))};
}

}  // namespace

IdentityLookup::IdentityLookup(Database& database)
    : database_(database),
      find_session_(database, joined(kSessionColumns, "WHERE s.token = ?1")),
      sessions_(database, joined(kSessionColumns,
                                 "WHERE u.id = ?1 AND s.expires_ms > ?2 "
                                 "ORDER BY s.used_ms DESC, s.created_ms DESC, s.id LIMIT ?3")),
      find_account_(database, joined(kAccountColumns, "WHERE a.name_key = ?1")),
      account_of_(database, joined(kAccountColumns, "WHERE u.id = ?1")),
      has_owner_(database, kHasOwnerSql),
      find_user_(database,
                 "SELECT id, nickname, role, created_ms, status, hue FROM users "
                 "WHERE id = ?1 AND role != 0"),
      invites_(database, joined(kInviteColumns,
                                "WHERE i.expires_ms > ?1 AND i.uses < i.uses_max "
                                "ORDER BY i.created_ms DESC, i.id LIMIT ?2")),
      find_invite_(database,
                   joined(kInviteColumns,
                          "WHERE i.code = ?1 AND i.expires_ms > ?2 AND i.uses < i.uses_max")) {}

std::optional<IdentityLookup::Held> IdentityLookup::find_session(std::string_view token,
                                                                 base::WallTime now) {
    Rows rows = find_session_.rows(Blob{token});
    if (!rows.next()) return std::nullopt;
    chat::Session session = session_of(rows);
    if (session.expires <= now) return std::nullopt;
    return Held{.session = std::move(session), .user = rows.integer(8)};
}

std::vector<chat::Session> IdentityLookup::sessions(const chat::UserId& user, base::WallTime now) {
    std::vector<chat::Session> live;
    Rows rows = sessions_.rows(user.value(), milliseconds_of(now), chat::kSessionsMax);
    while (rows.next())
        live.push_back(session_of(rows));
    return live;
}

std::optional<chat::Account> IdentityLookup::find_account(std::string_view name_key) {
    return account_in(find_account_.rows(name_key));
}

std::optional<chat::Account> IdentityLookup::account_of(const chat::UserId& user) {
    return account_in(account_of_.rows(user.value()));
}

bool IdentityLookup::has_owner() {
    Rows rows = has_owner_.rows();
    return rows.next() && rows.integer(0) != 0;
}

std::vector<chat::User> IdentityLookup::find_people(const std::vector<chat::UserId>& users) {
    const Snapshot snapshot(database_);
    std::vector<chat::User> found;
    for (const chat::UserId& user : users) {
        Rows rows = find_user_.rows(user.value());
        if (rows.next()) found.push_back(user_of(rows));
    }
    return found;
}

std::vector<chat::Invite> IdentityLookup::invites(base::WallTime now) {
    std::vector<chat::Invite> usable;
    Rows rows = invites_.rows(milliseconds_of(now), chat::kInvitesMax);
    while (rows.next())
        usable.push_back(invite_of(rows));
    return usable;
}

std::optional<chat::Invite> IdentityLookup::find_invite(std::string_view code, base::WallTime now) {
    Rows rows = find_invite_.rows(Blob{code}, milliseconds_of(now));
    if (!rows.next()) return std::nullopt;
    return invite_of(rows);
}

}  // namespace store::sql
