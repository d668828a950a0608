#include "store/sqlite/search_lookup.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/search.h"
#include "chat/search_match.h"
#include "store/search_tags.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"
#include "store/sqlite/index_terms.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {
namespace {

/// Rooms that are part of the expression; when there are more, candidates are looked at for their room.
constexpr std::size_t kRoomsTagged = 16;
constexpr int kActorsOfName = 64;
constexpr std::uint32_t kEffortOfText = 10;  // of reading a message and its words, in candidates
/// Docs by which a message may stand before an earlier one: clocks are set.
constexpr std::int64_t kTimeSlack = 256;

}  // namespace

SearchLookup::SearchLookup(const SqliteDatabase::Settings& log,
                           const SqliteDatabase::Settings& index, std::uint32_t effort_max)
    : effort_max_(effort_max),
      log_(log),
      index_(index),
      records_(log_),
      find_room_(log_, "SELECT number FROM rooms WHERE id = ?1"),
      find_user_(log_, "SELECT number FROM users WHERE id = ?1"),
      actors_named_(index_, "SELECT actor FROM names WHERE name = ?1 LIMIT ?2"),
      found_(index_,
             "SELECT rowid FROM found WHERE found MATCH ?1 AND rowid > ?2 AND rowid < ?3 "
             "ORDER BY rowid DESC"),
      all_(index_, "SELECT id FROM docs WHERE id > ?1 AND id < ?2 ORDER BY id DESC"),
      doc_(index_, "SELECT place, time_ms FROM docs WHERE id = ?1"),
      doc_from_(index_, "SELECT id, time_ms FROM docs WHERE id >= ?1 ORDER BY id LIMIT 1") {
    log_.refuse_writes();
    index_.refuse_writes();
}

chat::SearchPage SearchLookup::search(const chat::SearchRequest& request) {
    const sql::Snapshot log(log_);
    const sql::Snapshot index(index_);
    chat::SearchPage page;
    const RoomsByNumber rooms = rooms_of(request);
    if (rooms.empty()) return page;
    std::vector<sql::Number> tagged;
    if (rooms.size() <= kRoomsTagged) {
        for (const auto& [number, id] : rooms)
            tagged.push_back(number);
    }
    std::optional<IndexedAuthors> authors;
    if (request.authors) {
        authors = authors_of(*request.authors);
        if (authors->name_tags.empty() && authors->actors.empty()) return page;
    }
    const std::string expression = expression_of(request, tagged, authors ? &*authors : nullptr);
    const Bounds bounds = bounds_of(request);
    if (expression.empty()) {
        sql::Rows ids = all_.rows(bounds.above, bounds.below);
        fill(page, ids, request, rooms);
    } else {
        sql::Rows ids = found_.rows(std::string_view(expression), bounds.above, bounds.below);
        fill(page, ids, request, rooms);
    }
    return page;
}

SearchLookup::RoomsByNumber SearchLookup::rooms_of(const chat::SearchRequest& request) {
    RoomsByNumber rooms;
    for (const chat::RoomId& id : request.rooms) {
        sql::Rows rows = find_room_.rows(id.value());
        if (rows.next()) rooms.emplace(rows.integer(0), id);
    }
    return rooms;
}

IndexedAuthors SearchLookup::authors_of(const chat::Authors& authors) {
    IndexedAuthors indexed;
    for (const std::string& key : authors.name_keys) {
        const std::string tag = name_tag_of_key(key);
        sql::Rows rows = actors_named_.rows(tag, kActorsOfName);
        while (rows.next())
            indexed.actors.push_back(rows.integer(0));
        indexed.name_tags.push_back(tag);
    }
    for (const chat::UserId& user : authors.users) {
        sql::Rows rows = find_user_.rows(user.value());
        if (rows.next()) indexed.actors.push_back(rows.integer(0));
    }
    std::ranges::sort(indexed.actors);
    const auto repeated = std::ranges::unique(indexed.actors);
    indexed.actors.erase(repeated.begin(), repeated.end());
    return indexed;
}

SearchLookup::Bounds SearchLookup::bounds_of(const chat::SearchRequest& request) {
    constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
    Bounds bounds{.above = 0, .below = kHighest};
    if (request.before && *request.before < static_cast<std::uint64_t>(kHighest)) {
        bounds.below = static_cast<std::int64_t>(*request.before);
    }
    if (request.sent.begin) bounds.above = first_doc_at(*request.sent.begin) - kTimeSlack;
    if (request.sent.end) {
        bounds.below = std::min(bounds.below, first_doc_at(*request.sent.end) + kTimeSlack);
    }
    return bounds;
}

std::int64_t SearchLookup::first_doc_at(base::WallTime time) {
    std::int64_t low = 1;
    std::int64_t high = index_.number("SELECT coalesce(max(id), 0) + 1 FROM docs");
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        sql::Rows rows = doc_from_.rows(middle);
        const bool is_early = rows.next() && sql::time_of(rows.integer(1)) < time;
        if (is_early) {
            low = std::max(middle, rows.integer(0)) + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

std::optional<SearchLookup::Candidate> SearchLookup::candidate(std::int64_t id) {
    sql::Rows rows = doc_.rows(id);
    if (!rows.next()) return std::nullopt;
    return Candidate{.id = id, .place = rows.integer(0), .time = sql::time_of(rows.integer(1))};
}

std::optional<chat::SearchHit> SearchLookup::hit(const chat::SearchRequest& request,
                                                 const Candidate& candidate,
                                                 const chat::RoomId& room) {
    const chat::Seq seq = sql::seq_of(candidate.place);
    std::vector<chat::Event> events =
        records_.events(candidate.place >> sql::kSeqBits, room, seq, seq);
    if (events.empty() || events[0].kind != chat::EventKind::message) return std::nullopt;
    chat::Event& message = events[0];
    const bool is_deleted =
        message.standing && message.standing->fate == chat::Standing::Fate::deleted;
    if (is_deleted) return std::nullopt;
    auto marks = chat::match(message.text, request.wanted, request.excluded);
    if (!marks) return std::nullopt;
    return chat::SearchHit{.event = std::move(message),
                           .marks = *std::move(marks),
                           .place = static_cast<chat::SearchPlace>(candidate.id)};
}

void SearchLookup::fill(chat::SearchPage& page, sql::Rows& ids, const chat::SearchRequest& request,
                        const RoomsByNumber& rooms) {
    std::uint32_t effort = 0;
    while (ids.next()) {
        const std::int64_t id = ids.integer(0);
        ++effort;
        const auto found = candidate(id);
        if (found && request.sent.contains(found->time)) {
            const auto room = rooms.find(found->place >> sql::kSeqBits);
            std::optional<chat::SearchHit> next;
            if (room != rooms.end()) {
                effort += kEffortOfText;
                next = hit(request, *found, room->second);
            }
            if (next && page.hits.size() == request.limit) {
                page.next = page.hits.back().place;
                return;
            }
            if (next) page.hits.push_back(*std::move(next));
        }
        if (effort >= effort_max_) {
            page.next = static_cast<chat::SearchPlace>(id);
            return;
        }
    }
}

}  // namespace store::sqlite
