#include "store/sql/retention.h"

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/retention_words.h"
#include "chat/store.h"
#include "store/retention.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::EventKind;
using chat::StoreError;

Retention::Retention(Database& database)
    : state_(database, "SELECT retention_days, expired FROM rooms WHERE number = ?1"),
      set_days_(database,
                "UPDATE rooms SET retention_days = ?2, retention_by = ?3, retention_by_name = ?4 "
                "WHERE number = ?1"),
      set_expired_(database,
                   "UPDATE rooms SET expired = ?2, expired_ordinal = ?3 WHERE number = ?1"),
      terms_(database,
             "SELECT r.erased, u.id, r.retention_by_name FROM rooms r "
             "JOIN users u ON u.number = r.retention_by "
             "WHERE r.number = ?1 AND r.retention_days > 0"),
      oldest_(database,
              "SELECT place, time_ms, ordinal FROM events WHERE place BETWEEN ?1 AND ?2 "
              "ORDER BY place LIMIT ?3"),
      nonces_(database,
              "SELECT place, actor, nonce FROM events WHERE place BETWEEN ?1 AND ?2 AND kind = ?3"),
      forget_nonce_(
          database,
          "DELETE FROM nonces WHERE room = ?1 AND actor = ?2 AND nonce = ?3 AND seq = ?4"),
      blank_nonces_(database,
                    "UPDATE events SET nonce = '' WHERE place BETWEEN ?1 AND ?2 AND kind = ?3"),
      set_erased_(database, "UPDATE rooms SET erased = ?2 WHERE number = ?1") {}

Retention::Answer<void> Retention::judge(const chat::Append& append, Number room, chat::Seq head) {
    Rows rows = state_.rows(room);
    if (!rows.next()) return fail(StoreError::no_such_room);
    return judge_retention({.days = static_cast<std::uint32_t>(rows.integer(0)),
                            .expired = rows.count(1),
                            .head = head},
                           append);
}

void Retention::apply(const chat::Append& append, Number room, Number doer) {
    if (append.kind == EventKind::retention_set) {
        set_days_.send(room, chat::retention_of(append.text), doer, append.nickname);
    } else {
        set_expired_.send(room, append.target, chat::expired_of(append.text));
    }
}

std::optional<Retention::Terms> Retention::terms(Number room) {
    Rows rows = terms_.rows(room);
    if (!rows.next()) return std::nullopt;
    return Terms{.erased = rows.count(0),
                 .by = {.user = chat::UserId(std::string(rows.text(1))),
                        .nickname = std::string(rows.text(2))}};
}

Retention::Stretch Retention::oldest(Number room, chat::Seq erased, chat::Seq head,
                                     base::WallTime before, std::uint32_t limit) {
    Stretch stretch{.last = erased};
    // With the last that is gone, for its ordinal, and the first that stays, for its time.
    Rows rows = oldest_.rows(place_of(room, erased), place_of(room, head), std::int64_t{limit} + 2);
    while (rows.next()) {
        const chat::Seq seq = seq_of(rows.integer(0));
        if (seq > erased) {
            const bool is_old = time_of(rows.integer(1)) < before;
            stretch.more = is_old && seq - erased > limit;
            if (!is_old || stretch.more) break;
        }
        stretch.last = seq;
        stretch.ordinal = rows.count(2);
    }
    return stretch;
}

void Retention::forget_nonces(Number room, chat::Seq first, chat::Seq last) {
    constexpr int kMessage = static_cast<int>(EventKind::message);
    const std::int64_t begin = place_of(room, first);
    const std::int64_t end = place_of(room, last);
    {
        // One by one: of several at once SQLite looks at all that their authors have in the room.
        Rows rows = nonces_.rows(begin, end, kMessage);
        while (rows.next())
            forget_nonce_.send(room, rows.integer(1), rows.text(2), seq_of(rows.integer(0)));
    }
    blank_nonces_.send(begin, end, kMessage);
}

void Retention::set_erased(Number room, chat::Seq seq) {
    set_erased_.send(room, seq);
}

}  // namespace store::sql
