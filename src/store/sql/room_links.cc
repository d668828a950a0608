#include "store/sql/room_links.h"

#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::StoreError;

RoomLinks::RoomLinks(Database& database)
    : remove_spent_(database,
                    "DELETE FROM room_links WHERE room = ?1 "
                    "AND (expires_ms <= ?2 OR (uses_max <> 0 AND uses >= uses_max))"),
      count_(database, "SELECT count(*) FROM room_links WHERE room = ?1"),
      insert_(database,
              "INSERT INTO room_links (token, id, room, creator, creator_name, created_ms, "
              "expires_ms, uses_max, uses) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
      delete_(database, "DELETE FROM room_links WHERE room = ?1 AND id = ?2"),
      use_(database,
           "UPDATE room_links SET uses = uses + 1 WHERE token = ?2 AND room = ?1 "
           "AND expires_ms > ?3 AND (uses_max = 0 OR uses < uses_max)") {}

RoomLinks::Answer<chat::RoomLink> RoomLinks::make(Number room, Number creator,
                                                  const chat::NewRoomLink& link) {
    const chat::RoomLink& made = link.link;
    remove_spent_.send(room, milliseconds_of(made.created));
    {
        Rows rows = count_.rows(room);
        if (rows.next() && rows.count(0) >= chat::kRoomLinksMax) {
            return fail(StoreError::too_many_links);
        }
    }
    insert_.send(Blob{link.token}, made.id.value(), room, creator, made.creator.nickname,
                 milliseconds_of(made.created), milliseconds_of(made.expires), made.uses_max,
                 made.uses);
    return made;
}

RoomLinks::Answer<void> RoomLinks::revoke(Number room, const chat::RoomLinkId& link) {
    if (delete_.run(room, link.value()) == 0) return fail(StoreError::link_spent);
    return {};
}

RoomLinks::Answer<void> RoomLinks::use(Number room, std::string_view token, base::WallTime now) {
    if (use_.run(room, Blob{token}, milliseconds_of(now)) == 0) return fail(StoreError::link_spent);
    return {};
}

}  // namespace store::sql
