#include "store/sql/room_notes.h"

#include <cstdint>
#include <optional>
#include <string>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

RoomNotes::RoomNotes(Database& database)
    : put_(
          database,
          "INSERT INTO room_audit (room, number, time_ms, doer, doer_name, deed, person, nickname, "
          "detail, until_ms) VALUES (?1, "
          "(SELECT coalesce(max(number), 0) + 1 FROM room_audit WHERE room = ?1), "
          "?2, coalesce((SELECT number FROM users WHERE id = ?3), 0), ?4, ?5, "
          "coalesce((SELECT number FROM users WHERE id = ?6), 0), ?7, ?8, ?9)"),
      trim_(database,
            "DELETE FROM room_audit WHERE room = ?1 AND number <= "
            "(SELECT max(number) FROM room_audit WHERE room = ?1) - ?2"),
      author_(database,
              "SELECT u.id, e.nickname FROM events e JOIN users u ON u.number = e.actor "
              "WHERE e.place = ?1"),
      banned_name_(database, "SELECT nickname FROM bans WHERE room = ?1 AND person = ?2") {}

void RoomNotes::note(Number room, const chat::RoomAuditEntry& entry) {
    put_.send(room, milliseconds_of(entry.time), entry.by.user.value(), entry.by.nickname,
              static_cast<int>(entry.deed), entry.person.user.value(), entry.person.nickname,
              entry.detail, entry.until ? milliseconds_of(*entry.until) : 0);
    trim_.send(room, chat::kRoomAuditMax);
}

chat::Named RoomNotes::author_at(std::int64_t place) {
    Rows rows = author_.rows(place);
    if (!rows.next()) return {};
    return {.user = chat::UserId(std::string(rows.text(0))), .nickname = std::string(rows.text(1))};
}

std::optional<std::string> RoomNotes::banned_name(Number room, Number user) {
    Rows rows = banned_name_.rows(room, user);
    if (!rows.next()) return std::nullopt;
    return std::string(rows.text(0));
}

}  // namespace store::sql
