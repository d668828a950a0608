/// AdministrationLookup: answers what people in charge ask, from what is committed.
///
/// Thread:     the reader's.
/// Owns:       its prepared statements.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/statement.h"

namespace store::sql {

class AdministrationLookup {
public:
    /// Throws Failure, as all here.
    explicit AdministrationLookup(Database& database);

    /// errors  no_such_user
    base::Result<chat::AccountsPage, chat::StoreError> accounts(
        const chat::AccountsRequest& request);
    std::optional<chat::AccountEntry> find_entry(const chat::UserId& user);
    chat::KeptSettings settings();
    std::vector<chat::AddressBan> address_bans(base::WallTime now);
    chat::AuditPage audit(const chat::AuditRequest& request);
    chat::StoreSize size();

private:
    Database& database_;
    Statement key_, accounts_, entry_;
    Statement settings_, address_bans_, audit_;
};

}  // namespace store::sql
