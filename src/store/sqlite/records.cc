#include "store/sqlite/records.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "store/sqlite/place.h"
#include "store/sqlite/statement.h"

namespace store::sqlite {

Records::Records(Database& database)
    : events_(database,
              "SELECT e.place, e.kind, u.id, e.nickname, e.time_ms, e.ordinal, e.text, e.nonce "
              "FROM events e JOIN users u ON u.number = e.actor "
              "WHERE e.place BETWEEN ?1 AND ?2 ORDER BY e.place"),
      user_(database, "SELECT id, nickname, role, created_ms FROM users WHERE number = ?1"),
      memberships_(database,
                   "SELECT r.id, m.read, m.read_ordinal "
                   "FROM memberships m JOIN rooms r ON r.number = m.room WHERE m.user = ?1") {}

std::vector<chat::Event> Records::events(Number room, const chat::RoomId& id, chat::Seq first,
                                         chat::Seq last) {
    std::vector<chat::Event> events;
    if (first > last) return events;
    constexpr chat::Seq kReserved = 1024;
    events.reserve(static_cast<std::size_t>(std::min(last - first + 1, kReserved)));
    Rows rows = events_.rows(place_of(room, first), place_of(room, last));
    while (rows.next()) {
        events.push_back({.room = id,
                          .seq = seq_of(rows.integer(0)),
                          .ordinal = rows.count(5),
                          .kind = static_cast<chat::EventKind>(rows.integer(1)),
                          .actor = chat::UserId(std::string(rows.text(2))),
                          .nickname = std::string(rows.text(3)),
                          .time = time_of(rows.integer(4)),
                          .text = std::string(rows.text(6)),
                          .nonce = chat::Nonce(std::string(rows.text(7)))});
    }
    return events;
}

std::optional<chat::User> Records::user(Number user) {
    Rows rows = user_.rows(user);
    if (!rows.next()) return std::nullopt;
    return chat::User{.id = chat::UserId(std::string(rows.text(0))),
                      .nickname = std::string(rows.text(1)),
                      .role = static_cast<chat::Role>(rows.integer(2)),
                      .created = time_of(rows.integer(3))};
}

std::vector<chat::Membership> Records::memberships(Number user) {
    std::vector<chat::Membership> memberships;
    Rows rows = memberships_.rows(user);
    while (rows.next()) {
        memberships.push_back({.room = chat::RoomId(std::string(rows.text(0))),
                               .read = rows.count(1),
                               .read_ordinal = rows.count(2)});
    }
    return memberships;
}

}  // namespace store::sqlite
