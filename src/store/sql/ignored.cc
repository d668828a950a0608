#include "store/sql/ignored.h"

#include "base/result.h"
#include "chat/account.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

Ignored::Ignored(Database& database)
    : find_(database, "SELECT 1 FROM ignored WHERE person = ?1 AND other = ?2"),
      count_(database, "SELECT count(*) FROM ignored WHERE person = ?1"),
      insert_(database,
              "INSERT INTO ignored (person, other, number) VALUES (?1, ?2, "
              "(SELECT coalesce(max(number), 0) + 1 FROM ignored WHERE person = ?1))"),
      delete_(database, "DELETE FROM ignored WHERE person = ?1 AND other = ?2"),
      forget_(database, "DELETE FROM ignored WHERE person = ?1 OR other = ?1") {}

base::Result<void, chat::StoreError> Ignored::set(Number user, Number other,
                                                  chat::Ignoring ignoring) {
    if (ignoring == chat::Ignoring::off) {
        delete_.send(user, other);
        return {};
    }
    if (contains(user, other)) return {};
    {
        Rows rows = count_.rows(user);
        if (rows.next() && rows.count(0) >= chat::kIgnoredMax) {
            return base::fail(chat::StoreError::too_many_ignored);
        }
    }
    insert_.send(user, other);
    return {};
}

bool Ignored::contains(Number user, Number other) {
    return find_.rows(user, other).next();
}

void Ignored::forget(Number user) {
    forget_.send(user);
}

}  // namespace store::sql
