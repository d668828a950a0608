/// Ignored: who wants to see nothing of whom, in a table of its own.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  each row is of two people that there are; nobody has more than kIgnoredMax.
/// Elsewhere:  records.h reads them; that their messages mean nobody who ignores them is the ledger's.
#pragma once

#include "base/result.h"
#include "chat/account.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class Ignored {
public:
    /// Throws Failure, as all here.
    explicit Ignored(Database& database);

    /// What is so already stays.
    /// errors  too_many_ignored
    base::Result<void, chat::StoreError> set(Number user, Number other, chat::Ignoring ignoring);

    [[nodiscard]] bool contains(Number user, Number other);

    /// Of somebody who goes: whom they ignore and who ignores them.
    void forget(Number user);

private:
    Statement find_, count_, insert_, delete_, forget_;
};

}  // namespace store::sql
