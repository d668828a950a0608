/// Administration: writes who is what on the server, who may not come in, what was set here, and who did it.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  what is refused changes nothing and leaves no note.
/// Elsewhere:  administration_lookup.h reads them; admin_requests.h is the port.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/sessions.h"
#include "store/sql/statement.h"

namespace store::sql {

class Administration {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    Administration(Database& database, Records& records, Sessions& sessions);

    // errors  no_such_user, overtaken
    Answer<chat::AccountEntry> set_role(const chat::PersonDeed& deed, chat::Role role);
    Answer<chat::AccountEntry> suspend(const chat::PersonDeed& deed,
                                       const chat::Suspension& suspension);
    /// errors  no_change
    Answer<chat::AccountEntry> reinstate(const chat::PersonDeed& deed);
    Answer<void> end_sessions(const chat::PersonDeed& deed);

    chat::KeptSettings change_settings(const chat::SettingsChange& change,
                                       const std::vector<chat::AuditEntry>& notes);

    /// Who is nobody that the store knows is the command line.
    void note(const chat::AuditEntry& entry);

private:
    struct Standing {
        Number user = 0;  ///< 0: no account
        chat::Role role = chat::Role::guest;
    };
    Standing standing(const chat::UserId& user);
    /// The number of whom it is done to.
    Answer<Number> judge(const chat::PersonDeed& deed);
    Answer<chat::AccountEntry> entry(Number user);
    void keep_setting(std::string_view name, std::string_view value);
    void put_note(const chat::AuditEntry& entry);

    Records& records_;
    Sessions& sessions_;
    Statement standing_, created_, set_role_;
    Statement suspend_, reinstate_;
    Statement put_setting_, remove_setting_, settings_;
    Statement put_note_, trim_notes_;
};

}  // namespace store::sql
