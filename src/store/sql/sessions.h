/// Sessions: writes who is signed in where.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; between two parts of a sweep, where it stopped.
/// Invariant:  a user has at most chat::kSessionsMax of them.
/// Elsewhere:  identity_lookup.h reads them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class Sessions {
public:
    /// Throws Failure, as all here.
    explicit Sessions(Database& database);

    /// Where the user has too many, the one that was used longest ago ends.
    void begin(Number user, std::string_view token, const chat::Session& session);
    /// A session that is gone stays gone.
    void prolong(std::string_view token, base::WallTime used, base::WallTime expires);

    enum class Ended : std::uint8_t { none, one };
    Ended end(Number user, const chat::SessionId& session);
    std::vector<chat::SessionId> end_others(Number user, const chat::SessionId& keep);
    void end_all(Number user);
    void end_all_but(Number user, std::string_view token);

    /// Looks at up to `sessions_max` of them and removes those that are over at `now`. The next call goes on behind
    /// them.
    struct Sweep {
        std::vector<Number> users;  ///< one for each session that was removed
        enum class Progress : std::uint8_t { more, all_seen } progress = Progress::all_seen;
    };
    Sweep remove_expired(base::WallTime now, std::uint32_t sessions_max);

private:
    Statement replace_, insert_;
    std::unique_ptr<RowList> prolong_;
    Statement trim_;
    Statement end_, end_others_, end_all_, end_all_but_;
    Statement after_, delete_;
    std::string swept_;  // the last token that remove_expired() looked at
};

}  // namespace store::sql
