#include "store/sql/lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/export_lookup.h"
#include "store/sql/identity_lookup.h"
#include "store/sql/member_lookup.h"
#include "store/sql/pin_lookup.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/room_record_lookup.h"
#include "store/sql/statement.h"

namespace store::sql {

PageRange page_range(const chat::PageRequest& request, chat::Seq head) {
    using From = chat::PageRequest::From;
    const chat::Seq limit = request.limit;
    // `below` events come before the event `seq`, or before where it would be.
    const chat::Seq below = std::min(request.seq == 0 ? 0 : request.seq - 1, head);
    chat::Seq begin = 0;  // the page is the events begin + 1 ... end
    chat::Seq end = 0;
    switch (request.from) {
        case From::newest:
            end = head;
            begin = end - std::min(end, limit);
            break;
        case From::before:
            end = below;
            begin = end - std::min(end, limit);
            break;
        case From::after:
            begin = std::min(request.seq, head);
            end = std::min(head, begin + limit);
            break;
        case From::around:
            begin = below - std::min(below, limit / 2);
            end = std::min(head, below + (limit - limit / 2));
            break;
    }
    return {.first = begin + 1, .last = end};
}

Lookup::Lookup(std::unique_ptr<Database> database)
    : database_(std::move(database)),
      records_(*database_),
      identities_(*database_),
      members_(*database_),
      exports_(*database_, records_),
      pins_(*database_, records_),
      administration_(*database_),
      room_records_(*database_),
      find_room_(*database_, "SELECT number, head FROM rooms WHERE id = ?1"),
      rooms_(*database_, fmt::format("SELECT {} FROM rooms ORDER BY number", kRoomColumns)),
      find_log_(*database_, "SELECT number, head, expired FROM rooms WHERE id = ?1"),
      event_time_(*database_, "SELECT time_ms FROM events WHERE place = ?1"),
      message_from_(*database_,
                    "SELECT place, time_ms FROM events WHERE place BETWEEN ?1 AND ?2 "
                    "AND kind = ?3 ORDER BY place LIMIT 1"),
      message_to_(*database_,
                  "SELECT place, time_ms FROM events WHERE place BETWEEN ?1 AND ?2 "
                  "AND kind = ?3 ORDER BY place DESC LIMIT 1") {}

Lookup::Answer<chat::Page> Lookup::page(const chat::PageRequest& request) {
    const Snapshot snapshot(*database_);
    Number room = 0;
    chat::Seq head = 0;
    {
        Rows rows = find_room_.rows(request.room.value());
        if (!rows.next()) return base::fail(chat::StoreError::no_such_room);
        room = rows.integer(0);
        head = rows.count(1);
    }
    const PageRange range = page_range(request, head);
    return chat::Page{.events = records_.events(room, request.room, range.first, range.last),
                      .more_before = range.first > 1,
                      .more_after = range.last < head};
}

std::vector<chat::Room> Lookup::rooms() {
    std::vector<chat::Room> all;
    Rows rows = rooms_.rows();
    while (rows.next())
        all.push_back(room_of(rows));
    return all;
}

Lookup::Answer<chat::FoundTime> Lookup::first_at(const chat::RoomId& room, base::WallTime time) {
    const Snapshot snapshot(*database_);
    Number number = 0;
    chat::Seq head = 0;
    chat::Seq first = 1;
    {
        Rows rows = find_log_.rows(room.value());
        if (!rows.next()) return base::fail(chat::StoreError::no_such_room);
        number = rows.integer(0);
        head = rows.count(1);
        first = rows.count(2) + 1;
    }
    chat::Seq low = first;
    chat::Seq high = head + 1;
    while (low < high) {
        const chat::Seq middle = low + (high - low) / 2;
        Rows rows = event_time_.rows(place_of(number, middle));
        if (rows.next() && time_of(rows.integer(0)) < time) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    constexpr int kMessage = static_cast<int>(chat::EventKind::message);
    for (Statement* statement : {&message_from_, &message_to_}) {
        const chat::Seq from = statement == &message_from_ ? low : first;
        const chat::Seq to = statement == &message_from_ ? head : low - 1;
        if (from > to) continue;
        Rows rows = statement->rows(place_of(number, from), place_of(number, to), kMessage);
        if (rows.next()) {
            return chat::FoundTime{.seq = seq_of(rows.integer(0)),
                                   .time = time_of(rows.integer(1))};
        }
    }
    return chat::FoundTime{};
}

std::optional<Lookup::TokenHolder> Lookup::find_user(std::string_view token, base::WallTime now) {
    const Snapshot snapshot(*database_);
    std::optional<IdentityLookup::Held> held = identities_.find_session(token, now);
    if (!held) return std::nullopt;
    std::optional<chat::User> found = records_.user(held->user);
    if (!found) return std::nullopt;
    chat::SessionId session = held->session.id;
    return TokenHolder{.known = {.user = *std::move(found),
                                 .session = std::move(session),
                                 .memberships = records_.memberships(held->user),
                                 .suspension = records_.suspension(held->user),
                                 .ignored = records_.ignored(held->user)},
                       .session = std::move(held->session)};
}

}  // namespace store::sql
