#include "store/sql/room_changes.h"

#include <cstdint>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/room_change.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::EventKind;
using chat::StoreError;

RoomChanges::RoomChanges(Database& database)
    : facts_(database, "SELECT name, topic, use FROM rooms WHERE number = ?1"),
      rename_(database, "UPDATE rooms SET name = ?2, name_key = ?3 WHERE number = ?1"),
      set_topic_(database, "UPDATE rooms SET topic = ?2 WHERE number = ?1"),
      set_use_(database, "UPDATE rooms SET use = ?2 WHERE number = ?1"),
      taken_(database, "SELECT 1 FROM rooms WHERE name_key = ?1 AND number <> ?2"),
      role_(database, "SELECT role FROM memberships WHERE person = ?1 AND room = ?2"),
      set_role_(database, "UPDATE memberships SET role = ?3 WHERE person = ?1 AND room = ?2"),
      banned_(database,
              "SELECT 1 FROM bans WHERE room = ?1 AND person = ?2 "
              "AND (until_ms = 0 OR until_ms > ?3)"),
      remove_bans_(database,
                   "DELETE FROM bans WHERE room = ?1 "
                   "AND (person = ?2 OR (until_ms <> 0 AND until_ms <= ?3))"),
      count_bans_(database,
                  "SELECT count(*) FROM bans WHERE room = ?1 AND person <> ?2 "
                  "AND (until_ms = 0 OR until_ms > ?3)"),
      put_ban_(database,
               "INSERT INTO bans (room, person, number, nickname, doer, doer_name, created_ms, "
               "until_ms, reason) VALUES (?1, ?2, "
               "(SELECT coalesce(max(number), 0) + 1 FROM bans), ?3, ?4, ?5, ?6, ?7, ?8)"),
      lift_(database, "DELETE FROM bans WHERE room = ?1 AND person = ?2") {}

RoomChanges::Answer<void> RoomChanges::change_room(const chat::Append& append, Number room) {
    {
        Rows rows = facts_.rows(room);
        if (!rows.next()) return fail(StoreError::no_such_room);
        const auto news = judge_room({.name = rows.text(0),
                                      .topic = rows.text(1),
                                      .use = static_cast<chat::RoomUse>(rows.integer(2))},
                                     append);
        if (!news) return news;
    }
    switch (append.kind) {
        case EventKind::room_renamed: {
            {
                Rows rows = taken_.rows(append.name_key, room);
                if (rows.next()) return fail(StoreError::name_taken);
            }
            rename_.send(room, append.text, append.name_key);
            break;
        }
        case EventKind::topic_changed:
            set_topic_.send(room, append.text);
            break;
        case EventKind::room_archived:
            set_use_.send(room, static_cast<int>(chat::RoomUse::archived));
            break;
        case EventKind::room_restored:
            set_use_.send(room, static_cast<int>(chat::RoomUse::active));
            break;
        default:
            break;
    }
    return {};
}

RoomChanges::Answer<void> RoomChanges::change_host(const chat::Append& append, Number room,
                                                   Number user) {
    {
        Rows rows = role_.rows(user, room);
        if (!rows.next()) return fail(StoreError::not_a_member);
        const auto news = judge_host(static_cast<chat::RoomRole>(rows.integer(0)), append);
        if (!news) return news;
    }
    set_role_.send(user, room, static_cast<int>(role_after(append.kind)));
    return {};
}

void RoomChanges::make_host(Number room, Number user) {
    set_role_.send(user, room, static_cast<int>(chat::RoomRole::host));
}

bool RoomChanges::is_banned(Number room, Number user, base::WallTime now) {
    Rows rows = banned_.rows(room, user, milliseconds_of(now));
    return rows.next();
}

RoomChanges::Answer<void> RoomChanges::ban(Number room, Number user, Number doer,
                                           const chat::Ban& ban) {
    const std::int64_t created = milliseconds_of(ban.created);
    {
        Rows rows = count_bans_.rows(room, user, created);
        if (rows.next() && rows.count(0) >= chat::kBansMax) return fail(StoreError::too_many);
    }
    remove_bans_.send(room, user, created);
    put_ban_.send(room, user, ban.nickname, doer, ban.by.nickname, created,
                  ban.until ? milliseconds_of(*ban.until) : 0, ban.reason);
    return {};
}

RoomChanges::Answer<void> RoomChanges::lift_ban(Number room, Number user) {
    if (lift_.run(room, user) == 0) return fail(StoreError::no_change);
    return {};
}

}  // namespace store::sql
