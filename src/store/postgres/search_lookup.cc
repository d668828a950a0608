#include "store/postgres/search_lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/search.h"
#include "chat/search_match.h"
#include "store/postgres/search_options.h"
#include "store/postgres/search_rank.h"
#include "store/postgres/search_terms.h"
#include "store/postgres/settings.h"
#include "store/search_tags.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::postgres {
namespace {

using sql::Number;
using sql::Rows;

/// Rooms that are part of the tsquery; when there are more, candidates are looked at for their room.
constexpr std::size_t kRoomsTagged = 128;
constexpr int kPeopleOfName = 64;
constexpr std::uint32_t kCandidatesAtOnce = 128;
/// So many events are indexed within the follower's interval; more than these are worth a word.
constexpr std::uint64_t kBehindWorthSaying = 1'000;
/// Between the ids of a list; none has it.
constexpr char kSeparator = '\x1F';

constexpr const char* kOfRooms = "(place >> 36) = ANY (CAST(string_to_array(?4, ',') AS BIGINT[]))";
static_assert(sql::kSeqBits == 36);

template <typename Ids>
std::string list_of(const Ids& ids) {
    std::string list;
    for (const auto& id : ids) {
        if (!list.empty()) list += kSeparator;
        list += id.value();
    }
    return list;
}

}  // namespace

SearchLookup::SearchLookup(const Settings& settings, const SearchOptions& options)
    : options_(options),
      database_(settings),
      records_(database_),
      find_rooms_(database_,
                  "SELECT number, id FROM rooms WHERE id = ANY (string_to_array(?1, chr(31)))"),
      find_users_(database_,
                  "SELECT number FROM users WHERE id = ANY (string_to_array(?1, chr(31)))"),
      people_named_(database_, "SELECT person FROM search_names WHERE name = ?1 LIMIT ?2"),
      edge_(database_,
            "SELECT rank FROM search_messages WHERE rank >= ?1 AND rank < ?2 "
            "ORDER BY rank DESC LIMIT 1 OFFSET ?3"),
      walk_all_(
          database_,
          fmt::format("SELECT rank, place FROM search_messages WHERE rank >= ?1 AND rank < ?2 "
                      "AND {} ORDER BY rank DESC LIMIT ?3",
                      kOfRooms)),
      walk_(database_,
            fmt::format("SELECT rank, place FROM search_messages WHERE rank >= ?1 AND rank < ?2 "
                        "AND {} AND terms @@ CAST(?5 AS tsquery) ORDER BY rank DESC LIMIT ?3",
                        kOfRooms)),
      // Gathered before they are put in order, lest PostgreSQL walks through all messages for the few that it looks for.
      gather_(database_,
              fmt::format("WITH found AS MATERIALIZED (SELECT rank, place FROM search_messages "
                          "WHERE rank >= ?1 AND rank < ?2 AND terms @@ CAST(?5 AS tsquery)) "
                          "SELECT rank, place FROM found WHERE {} ORDER BY rank DESC LIMIT ?3",
                          kOfRooms)),
      texts_(database_,
             "SELECT m.place, coalesce(x.text, m.text) FROM events m "
             "LEFT JOIN standings s ON s.place = m.place LEFT JOIN events x ON x.place = s.edit "
             "WHERE m.place = ANY (CAST(string_to_array(?1, ',') AS BIGINT[])) AND m.kind = ?2 "
             "AND coalesce(s.fate, 0) = ?3"),
      behind_(database_, "SELECT behind FROM search_state") {
    // What is best depends on how often the words are said, so each search is planned by itself.
    database_.execute("SET plan_cache_mode = force_custom_plan");
}

chat::SearchPage SearchLookup::search(const chat::SearchRequest& request) {
    const sql::Snapshot snapshot(database_);
    Quest quest{.request = request, .rooms = {}, .room_numbers = {}, .query = {}, .page = {}};
    {
        Rows rows = behind_.rows();
        const bool is_behind = rows.next() && rows.count(0) > kBehindWorthSaying;
        if (is_behind) quest.page.index = chat::SearchPage::Index::behind;
    }
    quest.rooms = rooms_of(request);
    if (quest.rooms.empty()) return std::move(quest.page);
    std::vector<Number> tagged;
    for (const auto& [number, id] : quest.rooms)
        tagged.push_back(number);
    quest.room_numbers = fmt::format("{}", fmt::join(tagged, ","));
    if (tagged.size() > kRoomsTagged) tagged.clear();
    IndexedAuthors authors;
    if (request.authors) {
        authors = authors_of(*request.authors);
        if (authors.name_tags.empty() && authors.actors.empty()) return std::move(quest.page);
    }
    quest.query = query_of(request, tagged, request.authors ? &authors : nullptr);
    Span span{.from = 0, .before = std::numeric_limits<std::int64_t>::max()};
    if (request.sent.begin) span.from = rank_of(sql::milliseconds_of(*request.sent.begin));
    if (request.sent.end) span.before = rank_of(sql::milliseconds_of(*request.sent.end));
    if (request.before && *request.before < static_cast<std::uint64_t>(span.before)) {
        span.before = static_cast<std::int64_t>(*request.before);
    }
    find(quest, span);
    return std::move(quest.page);
}

void SearchLookup::find(Quest& quest, Span span) {
    const std::int64_t edge = edge_of(span, options_.walk_max);
    if (walk_through(quest, {.from = edge, .before = span.before}) == Course::over) return;
    if (edge == span.from) return;
    if (quest.query.empty()) {
        if (edge_of({.from = span.from, .before = edge}, 1) == span.from) return;
        quest.page.next = static_cast<chat::SearchPlace>(edge);
        return;
    }
    const std::uint32_t left = options_.texts_max - std::min(options_.texts_max, quest.texts);
    const Candidates candidates = gather(quest, {.from = span.from, .before = edge}, left + 1);
    if (look_at(quest, candidates) == Course::over || candidates.size() <= left) return;
    quest.page.next = static_cast<chat::SearchPlace>(candidates.back().rank);
}

SearchLookup::Course SearchLookup::walk_through(Quest& quest, Span span) {
    for (;;) {
        const Candidates candidates = walk(quest, span, kCandidatesAtOnce);
        if (look_at(quest, candidates) == Course::over) return Course::over;
        if (candidates.size() < kCandidatesAtOnce) return Course::goes_on;
        span.before = candidates.back().rank;
        if (quest.texts < options_.texts_max) continue;
        quest.page.next = static_cast<chat::SearchPlace>(span.before);
        return Course::over;
    }
}

SearchLookup::RoomsByNumber SearchLookup::rooms_of(const chat::SearchRequest& request) {
    RoomsByNumber rooms;
    const std::string ids = list_of(request.rooms);
    Rows rows = find_rooms_.rows(ids);
    while (rows.next())
        rooms.emplace(rows.integer(0), chat::RoomId(std::string(rows.text(1))));
    return rooms;
}

IndexedAuthors SearchLookup::authors_of(const chat::Authors& authors) {
    IndexedAuthors indexed;
    for (const std::string& key : authors.name_keys) {
        std::string tag = name_tag_of_key(key);
        Rows rows = people_named_.rows(tag, kPeopleOfName);
        while (rows.next())
            indexed.actors.push_back(rows.integer(0));
        indexed.name_tags.push_back(std::move(tag));
    }
    const std::string ids = list_of(authors.users);
    Rows rows = find_users_.rows(ids);
    while (rows.next())
        indexed.actors.push_back(rows.integer(0));
    return indexed;
}

std::int64_t SearchLookup::edge_of(Span span, std::uint32_t count) {
    Rows rows = edge_.rows(span.from, span.before, count - 1);
    return rows.next() ? rows.integer(0) : span.from;
}

SearchLookup::Candidates SearchLookup::walk(const Quest& quest, Span span, std::uint32_t count) {
    Candidates candidates;
    const auto take = [&candidates](Rows rows) {
        while (rows.next())
            candidates.push_back({.rank = rows.integer(0), .place = rows.integer(1)});
    };
    if (quest.query.empty()) {
        take(walk_all_.rows(span.from, span.before, count, quest.room_numbers));
    } else {
        take(walk_.rows(span.from, span.before, count, quest.room_numbers, quest.query));
    }
    return candidates;
}

SearchLookup::Candidates SearchLookup::gather(const Quest& quest, Span span, std::uint32_t count) {
    Candidates candidates;
    Rows rows = gather_.rows(span.from, span.before, count, quest.room_numbers, quest.query);
    while (rows.next())
        candidates.push_back({.rank = rows.integer(0), .place = rows.integer(1)});
    return candidates;
}

std::unordered_map<std::int64_t, std::string> SearchLookup::texts_of(const Candidates& candidates) {
    std::unordered_map<std::int64_t, std::string> texts;
    std::vector<std::int64_t> places;
    places.reserve(candidates.size());
    for (const Candidate& candidate : candidates)
        places.push_back(candidate.place);
    const std::string list = fmt::format("{}", fmt::join(places, ","));
    Rows rows = texts_.rows(list, static_cast<int>(chat::EventKind::message),
                            static_cast<int>(chat::Standing::Fate::kept));
    while (rows.next())
        texts.emplace(rows.integer(0), std::string(rows.text(1)));
    return texts;
}

SearchLookup::Course SearchLookup::look_at(Quest& quest, const Candidates& candidates) {
    const auto all = std::span(candidates);
    for (std::size_t at = 0; at < all.size(); at += kCandidatesAtOnce) {
        const auto some =
            all.subspan(at, std::min<std::size_t>(kCandidatesAtOnce, all.size() - at));
        const auto texts = texts_of(Candidates(some.begin(), some.end()));
        quest.texts += static_cast<std::uint32_t>(texts.size());
        for (const Candidate& candidate : some) {
            const auto text = texts.find(candidate.place);
            if (text == texts.end()) continue;
            auto marks = chat::match(text->second, quest.request.wanted, quest.request.excluded);
            const auto room = quest.rooms.find(candidate.place >> sql::kSeqBits);
            if (!marks || room == quest.rooms.end()) continue;
            chat::SearchPage& page = quest.page;
            if (page.hits.size() == quest.request.limit) {
                page.next = page.hits.back().place;
                return Course::over;
            }
            const chat::Seq seq = sql::seq_of(candidate.place);
            std::vector<chat::Event> events = records_.events(room->first, room->second, seq, seq);
            if (events.empty() || !quest.request.sent.contains(events[0].time)) continue;
            page.hits.push_back({.event = std::move(events[0]),
                                 .marks = *std::move(marks),
                                 .place = static_cast<chat::SearchPlace>(candidate.rank)});
        }
    }
    return Course::goes_on;
}

}  // namespace store::postgres
