#include "store/sql/administration_lookup.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {
namespace {

// The user's columns come first, as Records reads them; then those of the suspension.
constexpr std::string_view kColumns =
    "SELECT u.id, u.nickname, u.role, u.created_ms, u.status, u.hue, "
    "s.person, d.id, s.doer_name, s.created_ms, s.until_ms, s.reason, a.created_ms "
    "FROM accounts a JOIN users u ON u.number = a.person "
    "LEFT JOIN suspensions s ON s.person = a.person LEFT JOIN users d ON d.number = s.doer ";
constexpr int kSuspensionColumn = 6;
constexpr int kCreatedColumn = 12;

std::string joined(std::string_view rest) {
    std::string sql(kColumns);
    return sql.append(rest);
}

chat::AccountEntry entry_of(const Rows& rows) {
    return {.user = user_of(rows),
            .created = time_of(rows.integer(kCreatedColumn)),
            .suspension = suspension_of(rows, kSuspensionColumn)};
}

chat::Named named(std::string_view id, std::string_view nickname) {
    return {.user = chat::UserId(std::string(id)), .nickname = std::string(nickname)};
}

chat::AddressBan address_ban_of(const Rows& rows) {
    chat::AddressBan ban{.id = chat::AddressBanId(std::string(rows.text(0))),
                         .network = std::string(rows.text(1)),
                         .terms = {.by = named(rows.text(2), rows.text(3)),
                                   .created = time_of(rows.integer(4)),
                                   .reason = std::string(rows.text(6))}};
    if (rows.integer(5) != 0) ban.terms.until = time_of(rows.integer(5));
    return ban;
}

/// The first key that comes after all that begin with `prefix`; no key has that character.
std::string end_of(const std::string& prefix) {
    return prefix + "\U0010FFFF";
}

}  // namespace

AdministrationLookup::AdministrationLookup(Database& database)
    : database_(database),
      key_(database,
           "SELECT a.name_key FROM accounts a JOIN users u ON u.number = a.person WHERE u.id = ?1"),
      accounts_(database, joined("WHERE a.name_key >= ?1 AND a.name_key < ?2 AND a.name_key > ?3 "
                                 "ORDER BY a.name_key LIMIT ?4")),
      entry_(database, joined("WHERE u.id = ?1")),
      settings_(database, kSettingsSql),
      address_bans_(database,
                    "SELECT b.id, b.network, d.id, b.doer_name, b.created_ms, b.until_ms, b.reason "
                    "FROM address_bans b LEFT JOIN users d ON d.number = b.doer "
                    "WHERE b.until_ms = 0 OR b.until_ms > ?1 "
                    "ORDER BY b.created_ms DESC, b.number DESC"),
      audit_(database,
             "SELECT e.number, e.time_ms, d.id, e.doer_name, e.action, u.id, e.nickname, "
             "e.detail, e.until_ms FROM audit e LEFT JOIN users d ON d.number = e.doer "
             "LEFT JOIN users u ON u.number = e.person "
             "WHERE ?1 = 0 OR e.number < ?1 ORDER BY e.number DESC LIMIT ?2") {}

base::Result<chat::AccountsPage, chat::StoreError> AdministrationLookup::accounts(
    const chat::AccountsRequest& request) {
    const Snapshot snapshot(database_);
    std::string after;
    if (!request.after.value().empty()) {
        Rows rows = key_.rows(request.after.value());
        if (!rows.next()) return base::fail(chat::StoreError::no_such_user);
        after = std::string(rows.text(0));
    }
    const std::string end = end_of(request.key_prefix);
    chat::AccountsPage page;
    Rows rows = accounts_.rows(request.key_prefix, end, after, request.limit + 1);
    while (rows.next()) {
        if (page.entries.size() == request.limit) {
            page.more = true;
            break;
        }
        page.entries.push_back(entry_of(rows));
    }
    return page;
}

std::optional<chat::AccountEntry> AdministrationLookup::find_entry(const chat::UserId& user) {
    Rows rows = entry_.rows(user.value());
    if (!rows.next()) return std::nullopt;
    return entry_of(rows);
}

chat::KeptSettings AdministrationLookup::settings() {
    return settings_in(settings_.rows());
}

std::vector<chat::AddressBan> AdministrationLookup::address_bans(base::WallTime now) {
    std::vector<chat::AddressBan> holding;
    Rows rows = address_bans_.rows(milliseconds_of(now));
    while (rows.next())
        holding.push_back(address_ban_of(rows));
    return holding;
}

chat::AuditPage AdministrationLookup::audit(const chat::AuditRequest& request) {
    chat::AuditPage page;
    Rows rows = audit_.rows(request.before, request.limit + 1);
    while (rows.next()) {
        if (page.entries.size() == request.limit) {
            page.more = true;
            break;
        }
        chat::AuditEntry& entry = page.entries.emplace_back(
            chat::AuditEntry{.number = rows.count(0),
                             .time = time_of(rows.integer(1)),
                             .by = named(rows.text(2), rows.text(3)),
                             .action = static_cast<chat::AuditAction>(rows.integer(4)),
                             .person = named(rows.text(5), rows.text(6)),
                             .detail = std::string(rows.text(7))});
        if (rows.integer(8) != 0) entry.until = time_of(rows.integer(8));
    }
    return page;
}

chat::StoreSize AdministrationLookup::size() {
    const Snapshot snapshot(database_);
    const auto accounts = database_.number("SELECT count(*) FROM accounts");
    return {.accounts = static_cast<std::uint64_t>(accounts), .bytes = database_.bytes()};
}

}  // namespace store::sql
