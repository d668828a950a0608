#include "store/sql/room_record_lookup.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::StoreError;

namespace {

constexpr std::string_view kLinks =
    "SELECT l.id, r.id, u.id, l.creator_name, l.created_ms, l.expires_ms, l.uses_max, l.uses "
    "FROM room_links l JOIN rooms r ON r.number = l.room JOIN users u ON u.number = l.creator "
    "WHERE l.expires_ms > ?2 AND (l.uses_max = 0 OR l.uses < l.uses_max) ";

std::string links_where(std::string_view rest) {
    std::string sql(kLinks);
    return sql.append(rest);
}

chat::Named named(std::string_view id, std::string_view nickname) {
    return {.user = chat::UserId(std::string(id)), .nickname = std::string(nickname)};
}

chat::RoomLink link_of(const Rows& rows) {
    return {.id = chat::RoomLinkId(std::string(rows.text(0))),
            .room = chat::RoomId(std::string(rows.text(1))),
            .creator = named(rows.text(2), rows.text(3)),
            .created = time_of(rows.integer(4)),
            .expires = time_of(rows.integer(5)),
            .uses_max = static_cast<std::uint32_t>(rows.integer(6)),
            .uses = static_cast<std::uint32_t>(rows.integer(7))};
}

}  // namespace

RoomRecordLookup::RoomRecordLookup(Database& database)
    : room_(database, "SELECT number FROM rooms WHERE id = ?1"),
      links_(database, links_where("AND l.room = ?1 ORDER BY l.created_ms DESC, l.id DESC")),
      link_(database, links_where("AND l.token = ?1")),
      audit_(database,
             "SELECT e.number, e.time_ms, d.id, e.doer_name, e.deed, u.id, e.nickname, "
             "e.detail, e.until_ms FROM room_audit e LEFT JOIN users d ON d.number = e.doer "
             "LEFT JOIN users u ON u.number = e.person "
             "WHERE e.room = ?1 AND (?2 = 0 OR e.number < ?2) "
             "ORDER BY e.number DESC LIMIT ?3") {}

std::optional<Number> RoomRecordLookup::number_of(const chat::RoomId& room) {
    Rows rows = room_.rows(room.value());
    if (!rows.next()) return std::nullopt;
    return rows.integer(0);
}

RoomRecordLookup::Answer<std::vector<chat::RoomLink>> RoomRecordLookup::links(
    const chat::RoomId& room, base::WallTime now) {
    const std::optional<Number> number = number_of(room);
    if (!number) return fail(StoreError::no_such_room);
    std::vector<chat::RoomLink> links;
    Rows rows = links_.rows(*number, milliseconds_of(now));
    while (rows.next())
        links.push_back(link_of(rows));
    return links;
}

std::optional<chat::RoomLink> RoomRecordLookup::find_link(std::string_view token,
                                                          base::WallTime now) {
    Rows rows = link_.rows(Blob{token}, milliseconds_of(now));
    if (!rows.next()) return std::nullopt;
    return link_of(rows);
}

RoomRecordLookup::Answer<chat::RoomAuditPage> RoomRecordLookup::audit(
    const chat::RoomAuditRequest& request) {
    const std::optional<Number> number = number_of(request.room);
    if (!number) return fail(StoreError::no_such_room);
    chat::RoomAuditPage page;
    Rows rows = audit_.rows(*number, request.before, request.limit + 1);
    while (rows.next()) {
        if (page.entries.size() == request.limit) {
            page.more = true;
            break;
        }
        chat::RoomAuditEntry& entry = page.entries.emplace_back(
            chat::RoomAuditEntry{.number = rows.count(0),
                                 .time = time_of(rows.integer(1)),
                                 .by = named(rows.text(2), rows.text(3)),
                                 .deed = static_cast<chat::RoomDeed>(rows.integer(4)),
                                 .person = named(rows.text(5), rows.text(6)),
                                 .detail = std::string(rows.text(7))});
        if (rows.integer(8) != 0) entry.until = time_of(rows.integer(8));
    }
    return page;
}

}  // namespace store::sql
