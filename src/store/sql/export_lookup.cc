#include "store/sql/export_lookup.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/ids.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

// Every message has a nonce, and nonces lie together by room and author: no other index leads from a person to what
// they said.
ExportLookup::ExportLookup(Database& database, Records& records)
    : records_(records),
      user_(database, "SELECT number FROM users WHERE id = ?1"),
      room_(database, "SELECT number FROM rooms WHERE id = ?1"),
      next_(database,
            "SELECT r.number, r.id FROM rooms r WHERE r.number > ?1 AND r.number <= ?2 "
            "AND EXISTS (SELECT 1 FROM nonces n WHERE n.room = r.number AND n.actor = ?3) "
            "ORDER BY r.number LIMIT 1"),
      last_room_(database, "SELECT coalesce(max(number), 0) FROM rooms"),
      room_id_(database, "SELECT id FROM rooms WHERE number <= ?1 ORDER BY number DESC LIMIT 1"),
      seqs_(database, "SELECT seq FROM nonces WHERE room = ?1 AND actor = ?2 AND seq > ?3") {}

std::optional<Number> ExportLookup::number_in(Statement& statement, std::string_view id) {
    Rows rows = statement.rows(id);
    if (!rows.next()) return std::nullopt;
    return rows.integer(0);
}

std::optional<ExportLookup::Room> ExportLookup::next_room(Number user, Number after) {
    Rows rows = next_.rows(after, after + kRoomsLookedAt, user);
    if (!rows.next()) return std::nullopt;
    return Room{.number = rows.integer(0), .id = chat::RoomId(std::string(rows.text(1)))};
}

std::vector<chat::Seq> ExportLookup::seqs(Number user, Number room, chat::Seq after,
                                          std::size_t count) {
    std::vector<chat::Seq> all;
    Rows rows = seqs_.rows(room, user, static_cast<std::int64_t>(after));
    while (rows.next())
        all.push_back(rows.count(0));
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()));
    std::ranges::partial_sort(all, end);
    all.erase(end, all.end());
    return all;
}

chat::SaidPage ExportLookup::said(const chat::SaidRequest& request) {
    chat::SaidPage page;
    const std::optional<Number> user = number_in(user_, request.user.value());
    if (!user) return page;
    std::optional<Number> begin;
    if (!request.after.room.value().empty()) begin = number_in(room_, request.after.room.value());
    std::optional<Room> room;
    if (begin) {
        room = Room{.number = *begin, .id = request.after.room};
    } else {
        room = next_room(*user, 0);
    }
    chat::Seq after = begin ? request.after.seq : 0;
    Number looked_at = begin.value_or(0);
    while (room) {
        const std::size_t wanted = request.limit - page.messages.size();
        for (const chat::Seq seq : seqs(*user, room->number, after, wanted)) {
            std::vector<chat::Event> message = records_.events(room->number, room->id, seq, seq);
            std::ranges::move(message, std::back_inserter(page.messages));
        }
        if (page.messages.size() >= request.limit) {
            const chat::Event& last = page.messages.back();
            page.next = {.room = last.room, .seq = last.seq};
            return page;
        }
        looked_at = room->number;
        after = 0;
        room = next_room(*user, looked_at);
    }
    // No room among those looked at: there may be one behind them.
    Number end = 0;
    {
        Rows rows = last_room_.rows();
        if (rows.next()) end = rows.integer(0);
    }
    if (looked_at + kRoomsLookedAt >= end) return page;
    Rows rows = room_id_.rows(looked_at + kRoomsLookedAt);
    if (rows.next()) {
        page.next = {.room = chat::RoomId(std::string(rows.text(0))), .seq = kSeqMax};
    }
    return page;
}

}  // namespace store::sql
