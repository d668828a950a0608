#include "store/sql/administration.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/setting_words.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/sessions.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::AccountEntry;
using chat::PersonDeed;
using chat::StoreError;

Administration::Administration(Database& database, Records& records, Sessions& sessions)
    : records_(records),
      sessions_(sessions),
      standing_(database,
                "SELECT u.number, u.role FROM users u JOIN accounts a ON a.person = u.number "
                "WHERE u.id = ?1"),
      created_(database, "SELECT created_ms FROM accounts WHERE person = ?1"),
      set_role_(database, "UPDATE users SET role = ?2 WHERE number = ?1"),
      suspend_(database,
               "INSERT INTO suspensions (person, doer, doer_name, created_ms, until_ms, reason) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (person) DO UPDATE "
               "SET doer = ?2, doer_name = ?3, created_ms = ?4, until_ms = ?5, reason = ?6"),
      reinstate_(database, "DELETE FROM suspensions WHERE person = ?1"),
      put_setting_(database,
                   "INSERT INTO settings (name, value) VALUES (?1, ?2) "
                   "ON CONFLICT (name) DO UPDATE SET value = ?2"),
      remove_setting_(database, "DELETE FROM settings WHERE name = ?1"),
      settings_(database, kSettingsSql),
      put_note_(database,
                "INSERT INTO audit (number, time_ms, doer, doer_name, action, person, nickname, "
                "detail, until_ms) VALUES ((SELECT coalesce(max(number), 0) + 1 FROM audit), "
                "?1, coalesce((SELECT number FROM users WHERE id = ?2), 0), ?3, ?4, "
                "coalesce((SELECT number FROM users WHERE id = ?5), 0), ?6, ?7, ?8)"),
      trim_notes_(database,
                  "DELETE FROM audit WHERE number <= (SELECT max(number) FROM audit) - ?1") {}

Administration::Standing Administration::standing(const chat::UserId& user) {
    Rows rows = standing_.rows(user.value());
    if (!rows.next()) return {};
    return {.user = rows.integer(0), .role = static_cast<chat::Role>(rows.integer(1))};
}

Administration::Answer<Number> Administration::judge(const PersonDeed& deed) {
    const Standing person = standing(deed.user);
    if (person.user == 0) return fail(StoreError::no_such_user);
    if (person.role != deed.was) return fail(StoreError::overtaken);
    if (deed.note.by.user.value().empty()) return person.user;
    const Standing doer = standing(deed.note.by.user);
    if (doer.role != deed.by_role || holds(records_.suspension(doer.user), deed.note.time)) {
        return fail(StoreError::overtaken);
    }
    return person.user;
}

Administration::Answer<AccountEntry> Administration::entry(Number user) {
    std::optional<chat::User> found = records_.user(user);
    Rows rows = created_.rows(user);
    if (!found || !rows.next()) return fail(StoreError::unavailable);
    return AccountEntry{.user = *std::move(found),
                        .created = time_of(rows.integer(0)),
                        .suspension = records_.suspension(user)};
}

Administration::Answer<AccountEntry> Administration::set_role(const PersonDeed& deed,
                                                              chat::Role role) {
    const Answer<Number> user = judge(deed);
    if (!user) return fail(user.error());
    set_role_.send(*user, static_cast<int>(role));
    note(deed.note);
    return entry(*user);
}

Administration::Answer<AccountEntry> Administration::suspend(const PersonDeed& deed,
                                                             const chat::Suspension& suspension) {
    const Answer<Number> user = judge(deed);
    if (!user) return fail(user.error());
    suspend_.send(*user, standing(suspension.by.user).user, suspension.by.nickname,
                  milliseconds_of(suspension.created),
                  suspension.until ? milliseconds_of(*suspension.until) : 0, suspension.reason);
    sessions_.end_all(*user);
    note(deed.note);
    return entry(*user);
}

Administration::Answer<AccountEntry> Administration::reinstate(const PersonDeed& deed) {
    const Answer<Number> user = judge(deed);
    if (!user) return fail(user.error());
    if (reinstate_.run(*user) == 0) return fail(StoreError::no_change);
    note(deed.note);
    return entry(*user);
}

Administration::Answer<void> Administration::end_sessions(const PersonDeed& deed) {
    const Answer<Number> user = judge(deed);
    if (!user) return fail(user.error());
    sessions_.end_all(*user);
    note(deed.note);
    return {};
}

chat::KeptSettings Administration::change_settings(const chat::SettingsChange& change,
                                                   const std::vector<chat::AuditEntry>& notes) {
    if (const auto& registration = change.registration) {
        keep_setting(kRegistration, *registration ? word_of(**registration) : "");
    }
    if (const auto& guests = change.guests) {
        keep_setting(kGuests, *guests ? word_of(**guests) : "");
    }
    for (const chat::AuditEntry& entry : notes)
        put_note(entry);
    if (!notes.empty()) trim_notes_.send(chat::kAuditEntriesMax);
    return settings_in(settings_.rows());
}

void Administration::keep_setting(std::string_view name, std::string_view value) {
    if (value.empty()) {
        remove_setting_.send(name);
    } else {
        put_setting_.send(name, value);
    }
}

void Administration::note(const chat::AuditEntry& entry) {
    put_note(entry);
    trim_notes_.send(chat::kAuditEntriesMax);
}

void Administration::put_note(const chat::AuditEntry& entry) {
    put_note_.send(milliseconds_of(entry.time), entry.by.user.value(), entry.by.nickname,
                   static_cast<int>(entry.action), entry.person.user.value(), entry.person.nickname,
                   entry.detail, entry.until ? milliseconds_of(*entry.until) : 0);
}

}  // namespace store::sql
