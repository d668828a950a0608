#include "store/sql/restraints.h"

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/restraint_words.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/restraint.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::EventKind;
using chat::StoreError;

Restraints::Restraints(Database& database)
    : mute_(database, "SELECT muted, until_ms FROM mutes WHERE room = ?1 AND person = ?2"),
      count_(database,
             "SELECT count(*) FROM mutes WHERE room = ?1 AND person <> ?2 "
             "AND (until_ms = 0 OR until_ms > ?3)"),
      remove_(database,
              "DELETE FROM mutes WHERE room = ?1 "
              "AND (person = ?2 OR (until_ms <> 0 AND until_ms <= ?3))"),
      put_(database,
           "INSERT INTO mutes (room, person, muted, nickname, doer, doer_name, created_ms, "
           "until_ms) "
           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
      slow_mode_(database, "SELECT slow_mode_s FROM rooms WHERE number = ?1"),
      set_slow_mode_(database, "UPDATE rooms SET slow_mode_s = ?2 WHERE number = ?1") {}

Restraints::Answer<void> Restraints::judge_mute(const chat::Append& append, Number room,
                                                Number user) {
    std::optional<chat::Mute> now;
    {
        Rows rows = mute_.rows(room, user);
        if (rows.next()) now = mute_in(rows, 0);
    }
    const auto news = store::judge_mute(now, append);
    if (!news || append.kind == EventKind::unmuted) return news;
    Rows rows = count_.rows(room, user, milliseconds_of(append.time));
    if (rows.next() && rows.count(0) >= chat::kMutesMax) return fail(StoreError::too_many_mutes);
    return {};
}

void Restraints::apply_mute(const chat::Append& append, Number room, Number user, Number doer,
                            chat::Seq seq) {
    const std::int64_t time = milliseconds_of(append.time);
    remove_.send(room, user, time);
    if (append.kind == EventKind::unmuted) return;
    const chat::Mute mute = chat::mute_of(append.text);
    put_.send(room, user, seq, append.nickname, doer,
              append.by ? append.by->nickname : append.nickname, time,
              mute.until ? milliseconds_of(*mute.until) : 0);
}

Restraints::Answer<void> Restraints::set_slow_mode(const chat::Append& append, Number room) {
    {
        Rows rows = slow_mode_.rows(room);
        if (!rows.next()) return fail(StoreError::no_such_room);
        const auto news = judge_slow_mode(static_cast<std::uint32_t>(rows.integer(0)), append);
        if (!news) return news;
    }
    set_slow_mode_.send(room, chat::slow_mode_of(append.text));
    return {};
}

}  // namespace store::sql
