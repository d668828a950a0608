#include "store/sql/sessions.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {
namespace {

// In the order of their tokens, so that no two transactions wait for each other.
constexpr RowSql kProlong{
    .one = "UPDATE sessions SET used_ms = ?2, expires_ms = ?3 WHERE token = ?1",
    .many =
        "UPDATE sessions SET used_ms = w.used, expires_ms = w.expires FROM "
        "(SELECT s.token, v.used, v.expires FROM unnest(?1, ?2, ?3) AS v (token, used, expires) "
        "JOIN sessions s ON s.token = v.token ORDER BY s.token FOR UPDATE OF s) AS w "
        "WHERE sessions.token = w.token",
    .types = "bii"};

}  // namespace

Sessions::Sessions(Database& database)
    : replace_(database, "DELETE FROM sessions WHERE token = ?1 OR id = ?2"),
      insert_(database,
              "INSERT INTO sessions (token, id, person, created_ms, used_ms, expires_ms, "
              "lifetime_ms, agent, address) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
      prolong_(database.prepare(kProlong)),
      trim_(database,
            "DELETE FROM sessions WHERE token IN (SELECT token FROM sessions WHERE person = ?1 "
            "ORDER BY used_ms DESC, created_ms DESC, id LIMIT 9223372036854775807 OFFSET ?2)"),
      end_(database, "DELETE FROM sessions WHERE person = ?1 AND id = ?2"),
      end_others_(database, "DELETE FROM sessions WHERE person = ?1 AND id != ?2 RETURNING id"),
      end_all_(database, "DELETE FROM sessions WHERE person = ?1"),
      end_all_but_(database, "DELETE FROM sessions WHERE person = ?1 AND token != ?2"),
      after_(database,
             "SELECT token, person, expires_ms FROM sessions WHERE token > ?1 ORDER BY token "
             "LIMIT ?2"),
      delete_(database, "DELETE FROM sessions WHERE token = ?1") {}

void Sessions::begin(Number user, std::string_view token, const chat::Session& session) {
    trim_.send(user, chat::kSessionsMax - 1);
    replace_.send(Blob{token}, session.id.value());
    insert_.send(Blob{token}, session.id.value(), user, milliseconds_of(session.created),
                 milliseconds_of(session.used), milliseconds_of(session.expires),
                 session.lifetime.count(), session.agent, session.address);
}

void Sessions::prolong(std::string_view token, base::WallTime used, base::WallTime expires) {
    prolong_->add(Blob{token}, milliseconds_of(used), milliseconds_of(expires));
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
    end_all_.send(user);
}

void Sessions::end_all_but(Number user, std::string_view token) {
    end_all_but_.send(user, Blob{token});
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
        delete_.send(Blob{session.token});
        sweep.users.push_back(session.user);
    }
    if (seen < sessions_max) swept_.clear();
    sweep.progress = seen < sessions_max ? Sweep::Progress::all_seen : Sweep::Progress::more;
    return sweep;
}

}  // namespace store::sql
