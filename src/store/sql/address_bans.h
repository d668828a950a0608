/// AddressBans: writes from which networks nobody comes in.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  at most chat::kAddressBansMax of them hold, one of each network; what is refused changes nothing.
/// Elsewhere:  administration_lookup.h reads them.
#pragma once

#include <vector>

#include "base/result.h"
#include "chat/address_ban.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/statement.h"

namespace store::sql {

class AddressBans {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    explicit AddressBans(Database& database);

    /// bans    made at one time; those that are over by then go
    /// errors  too_many
    Answer<void> put(const std::vector<chat::AddressBan>& bans);
    /// errors  no_change
    Answer<void> lift(const chat::AddressBanId& ban);

private:
    Statement count_, holds_, remove_over_, replace_, put_, lift_;
};

}  // namespace store::sql
