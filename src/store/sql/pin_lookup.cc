#include "store/sql/pin_lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

PinLookup::PinLookup(Database& database, Records& records)
    : database_(database),
      records_(records),
      room_(database, "SELECT number, head FROM rooms WHERE id = ?1"),
      pins_(database, fmt::format("SELECT p.message, u.id, e.nickname, e.time_ms FROM pins p "
                                  "JOIN events e ON e.place = ((p.room << {}) | p.pinned) "
                                  "JOIN users u ON u.number = e.actor "
                                  "WHERE p.room = ?1 ORDER BY p.pinned DESC",
                                  kSeqBits)),
      message_(database,
               "SELECT u.id, e.kind, s.fate FROM events e JOIN users u ON u.number = e.actor "
               "LEFT JOIN standings s ON s.place = e.place WHERE e.place = ?1"),
      versions_(database,
                "SELECT place, time_ms, text FROM events WHERE place IN "
                "(SELECT ?1 UNION ALL SELECT edit FROM edits WHERE message = ?1) "
                "ORDER BY place DESC LIMIT ?2") {}

std::optional<PinLookup::FoundRoom> PinLookup::find_room(const chat::RoomId& room) {
    Rows rows = room_.rows(room.value());
    if (!rows.next()) return std::nullopt;
    return FoundRoom{.number = rows.integer(0), .head = rows.count(1)};
}

PinLookup::Answer<std::vector<chat::Pin>> PinLookup::pins(const chat::RoomId& room) {
    const Snapshot snapshot(database_);
    const auto found = find_room(room);
    if (!found) return fail(StoreError::no_such_room);
    std::vector<chat::Pin> pins;
    Rows rows = pins_.rows(found->number);
    while (rows.next()) {
        const chat::Seq message = rows.count(0);
        std::vector<chat::Event> events = records_.events(found->number, room, message, message);
        if (events.empty()) return fail(StoreError::unavailable);
        pins.push_back({.message = std::move(events[0]),
                        .by = {.user = chat::UserId(std::string(rows.text(1))),
                               .nickname = std::string(rows.text(2))},
                        .time = time_of(rows.integer(3))});
    }
    return pins;
}

PinLookup::Answer<chat::Versions> PinLookup::versions(const chat::RoomId& room, chat::Seq message) {
    const Snapshot snapshot(database_);
    const auto found = find_room(room);
    if (!found) return fail(StoreError::no_such_room);
    if (message == 0 || message > found->head) return fail(StoreError::no_such_message);
    const std::int64_t place = place_of(found->number, message);
    chat::Versions versions;
    {
        Rows rows = message_.rows(place);
        const bool is_message =
            rows.next() &&
            static_cast<chat::EventKind>(rows.integer(1)) == chat::EventKind::message &&
            static_cast<chat::Standing::Fate>(rows.integer(2)) == chat::Standing::Fate::kept;
        if (!is_message) return fail(StoreError::no_such_message);
        versions.author = chat::UserId(std::string(rows.text(0)));
    }
    Rows rows = versions_.rows(place, static_cast<std::int64_t>(chat::kVersionsMax));
    while (rows.next()) {
        versions.versions.push_back({.seq = seq_of(rows.integer(0)),
                                     .time = time_of(rows.integer(1)),
                                     .text = std::string(rows.text(2))});
    }
    std::ranges::reverse(versions.versions);
    return versions;
}

}  // namespace store::sql
