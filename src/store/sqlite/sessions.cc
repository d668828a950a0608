#include "store/sqlite/sessions.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "store/sqlite/database.h"
#include "store/sqlite/place.h"
#include "store/sqlite/records.h"
#include "store/sqlite/statement.h"

namespace store::sqlite {

Sessions::Sessions(Database& database)
    : insert_(database,
              "INSERT OR REPLACE INTO sessions (token, id, user, created_ms, used_ms, expires_ms, "
              "lifetime_ms, agent, address) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
      prolong_(database, "UPDATE sessions SET used_ms = ?2, expires_ms = ?3 WHERE token = ?1"),
      trim_(database,
            "DELETE FROM sessions WHERE token IN (SELECT token FROM sessions WHERE user = ?1 "
            "ORDER BY used_ms DESC, created_ms DESC, id LIMIT -1 OFFSET ?2)"),
      end_(database, "DELETE FROM sessions WHERE user = ?1 AND id = ?2"),
      end_others_(database, "DELETE FROM sessions WHERE user = ?1 AND id != ?2 RETURNING id"),
      end_all_(database, "DELETE FROM sessions WHERE user = ?1"),
      end_all_but_(database, "DELETE FROM sessions WHERE user = ?1 AND token != ?2"),
      after_(database,
             "SELECT token, user, expires_ms FROM sessions WHERE token > ?1 ORDER BY token "
             "LIMIT ?2"),
      delete_(database, "DELETE FROM sessions WHERE token = ?1") {}

void Sessions::begin(Number user, std::string_view token, const chat::Session& session) {
    trim_.run(user, chat::kSessionsMax - 1);
    insert_.run(Blob{token}, session.id.value(), user, milliseconds_of(session.created),
                milliseconds_of(session.used), milliseconds_of(session.expires),
                session.lifetime.count(), session.agent, session.address);
}

void Sessions::prolong(std::string_view token, base::WallTime used, base::WallTime expires) {
    prolong_.run(Blob{token}, milliseconds_of(used), milliseconds_of(expires));
}

Sessions::Ended Sessions::end(Number user, const chat::SessionId& session) {
    return end_.run(user, session.value()) == 0 ? Ended::none : Ended::one;
}

std::vector<chat::SessionId> Sessions::end_others(Number user, const chat::SessionId& keep) {
    std::vector<chat::SessionId> ended;
    Rows rows = end_others_.rows(user, keep.value());
    while (rows.next())
        ended.emplace_back(std::string(rows.text(0)));
    return ended;
}

void Sessions::end_all(Number user) {
    end_all_.run(user);
}

void Sessions::end_all_but(Number user, std::string_view token) {
    end_all_but_.run(user, Blob{token});
}

Sessions::Sweep Sessions::remove_expired(base::WallTime now, std::uint32_t sessions_max) {
    struct Expired {
        std::string token;
        Number user = 0;
    };
    std::vector<Expired> expired;
    std::uint32_t seen = 0;
    {
        const std::string after = swept_;
        Rows rows = after_.rows(Blob{after}, sessions_max);
        for (; rows.next(); ++seen) {
            swept_ = rows.blob(0);
            if (time_of(rows.integer(2)) <= now) expired.push_back({swept_, rows.integer(1)});
        }
    }
    Sweep sweep;
    sweep.users.reserve(expired.size());
    for (const Expired& session : expired) {
        delete_.run(Blob{session.token});
        sweep.users.push_back(session.user);
    }
    if (seen < sessions_max) swept_.clear();
    sweep.progress = seen < sessions_max ? Sweep::Progress::all_seen : Sweep::Progress::more;
    return sweep;
}

}  // namespace store::sqlite
