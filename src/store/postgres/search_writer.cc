#include "store/postgres/search_writer.h"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "chat/event.h"
#include "chat/ids.h"
#include "store/postgres/advisory_locks.h"
#include "store/postgres/search_options.h"
#include "store/postgres/search_rank.h"
#include "store/postgres/search_terms.h"
#include "store/postgres/settings.h"
#include "store/search_tags.h"
#include "store/sql/failure.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::postgres {
namespace {

using chat::EventKind;
using sql::Number;

/// Rooms whose log is longer than their mark says.
constexpr const char* kBehind =
    "FROM rooms r LEFT JOIN search_marks k ON k.room = r.number WHERE r.head > coalesce(k.seq, 0)";

/// A batch ends anywhere, but of each room it has the events from the mark on, without a gap.
std::string read_sql() {
    return fmt::format(
        "WITH batch AS MATERIALIZED ("
        "SELECT e.place, e.kind, e.actor, e.nickname, e.time_ms, e.target, r.number, r.erased FROM "
        "(SELECT r.number, r.head, r.erased, coalesce(k.seq, 0) AS seq {0}) r CROSS JOIN LATERAL "
        "(SELECT * FROM events WHERE place > (r.number << {1}) + r.seq "
        "AND place <= (r.number << {1}) + r.head ORDER BY place LIMIT ?1) e LIMIT ?1) "
        "SELECT b.place, b.kind, b.actor, b.nickname, b.time_ms, b.number, b.erased, "
        "coalesce(m.place, 0), m.actor, m.nickname, m.time_ms, coalesce(x.text, m.text), "
        "coalesce(s.fate, 0) FROM batch b "
        "LEFT JOIN events m ON m.place = CASE WHEN b.kind = {2} THEN b.place "
        "WHEN b.kind IN ({3}, {4}) THEN (b.number << {1}) + b.target END AND m.kind = {2} "
        "LEFT JOIN standings s ON s.place = m.place LEFT JOIN events x ON x.place = s.edit "
        "ORDER BY b.place",
        kBehind, sql::kSeqBits, static_cast<int>(EventKind::message),
        static_cast<int>(EventKind::edited), static_cast<int>(EventKind::deleted));
}

sql::RowSql put_sql() {
    static const std::string kMany = fmt::format(
        "INSERT INTO search_messages (place, rank, terms) "
        "SELECT place, time_ms * {} + nextval('search_ranks'), "
        "array_to_tsvector(string_to_array(terms, ' ')) "
        "FROM unnest(?1, ?2, ?3) AS new (place, time_ms, terms) "
        "ON CONFLICT (place) DO UPDATE SET terms = excluded.terms",
        kRanksOfMoment);
    return {.one = {}, .many = kMany, .types = "iit"};
}

constexpr sql::RowSql kRemove = {.one = {},
                                 .many =
                                     "DELETE FROM search_messages USING unnest(?1) AS gone (place) "
                                     "WHERE search_messages.place = gone.place",
                                 .types = "i"};

constexpr sql::RowSql kName = {
    .one = {},
    .many =
        "INSERT INTO search_names (person, name, time_ms) SELECT * FROM unnest(?1, ?2, ?3) "
        "ON CONFLICT (person) DO UPDATE SET name = excluded.name, time_ms = excluded.time_ms "
        "WHERE search_names.time_ms <= excluded.time_ms",
    .types = "iti"};

constexpr sql::RowSql kMark = {
    .one = {},
    .many =
        "INSERT INTO search_marks (room, seq) SELECT * FROM unnest(?1, ?2) "
        "ON CONFLICT (room) DO UPDATE SET seq = excluded.seq",
    .types = "ii"};

}  // namespace

struct SearchWriter::Batch {
    struct Message {
        std::int64_t time_ms = 0;
        std::string terms;  ///< empty: it is deleted
    };
    struct Name {
        std::string nickname;
        std::int64_t time_ms = 0;
    };
    std::uint64_t events = 0;
    std::map<std::int64_t, Message> messages;  ///< by place
    std::map<Number, Name> names;              ///< of people
    std::map<Number, chat::Seq> marks;         ///< of rooms
    std::map<Number, chat::Seq> erased;        ///< of rooms: no message up to there has words
};

SearchWriter::SearchWriter(const Settings& settings, const SearchOptions& options)
    : options_(options),
      database_(settings),
      moment_(database_, "SELECT CAST(pg_current_snapshot() AS text)"),
      behind_(database_,
              fmt::format("SELECT coalesce(sum(r.head - coalesce(k.seq, 0)), 0) {}", kBehind)),
      tell_behind_(database_, "UPDATE search_state SET behind = ?1 WHERE behind <> ?1"),
      read_(database_, read_sql()),
      erase_(database_, "DELETE FROM search_messages WHERE place BETWEEN ?1 AND ?2"),
      put_(database_.prepare(put_sql())),
      remove_(database_.prepare(kRemove)),
      name_(database_.prepare(kName)),
      mark_(database_.prepare(kMark)) {}

SearchWriter::Role SearchWriter::take_role(bool& made_anew) {
    made_anew = false;
    if (has_role_) return Role::writes;
    const std::string take = fmt::format("SELECT pg_try_advisory_lock({})", kSearchLock);
    if (database_.number(take.c_str()) == 0) return Role::waits;
    const std::int64_t version = database_.number("SELECT version FROM search_state");
    if (version > kTermsVersion) {
        database_.execute(fmt::format("SELECT pg_advisory_unlock({})", kSearchLock).c_str());
        return Role::is_late;
    }
    if (version < kTermsVersion) {
        database_.execute(
            fmt::format("BEGIN; TRUNCATE search_messages, search_names, search_marks; "
                        "UPDATE search_state SET version = {}; COMMIT",
                        kTermsVersion)
                .c_str());
        made_anew = version != 0;
    }
    has_role_ = true;
    return Role::writes;
}

bool SearchWriter::has_changed() {
    sql::Rows rows = moment_.rows();
    std::string now = rows.next() ? std::string(rows.text(0)) : std::string();
    return std::exchange(seen_, now) != now;
}

std::uint64_t SearchWriter::behind() {
    sql::Rows rows = behind_.rows();
    return rows.next() ? rows.count(0) : 0;
}

void SearchWriter::tell_behind(std::uint64_t events) {
    tell_behind_.run(events);
}

std::uint64_t SearchWriter::index_some() {
    database_.begin();
    try {
        const Batch batch = read();
        write(batch);
        database_.commit();
        return batch.events;
    } catch (const sql::Failure&) {
        database_.roll_back();
        throw;
    }
}

SearchWriter::Batch SearchWriter::read() {
    Batch batch;
    sql::Rows rows = read_.rows(options_.index_batch_events);
    while (rows.next()) {
        ++batch.events;
        const std::int64_t place = rows.integer(0);
        const auto kind = static_cast<EventKind>(rows.integer(1));
        const Number room = rows.integer(5);
        batch.marks[room] = sql::seq_of(place);
        Batch::Name& name = batch.names[rows.integer(2)];
        if (rows.integer(4) >= name.time_ms) {
            name = {.nickname = std::string(rows.text(3)), .time_ms = rows.integer(4)};
        }
        if (kind == EventKind::expired) batch.erased[room] = rows.count(6);
        const std::int64_t message = rows.integer(7);
        if (message == 0) continue;
        Batch::Message& kept = batch.messages[message];
        kept.time_ms = moment_of(rows.integer(10));
        const bool is_kept = rows.integer(12) == static_cast<int>(chat::Standing::Fate::kept);
        if (is_kept && kept.terms.empty()) {
            kept.terms = terms_of(rows.text(11), room, rows.integer(8), name_tag_of(rows.text(9)));
        }
    }
    return batch;
}

void SearchWriter::write(const Batch& batch) {
    for (const auto& [place, message] : batch.messages) {
        if (message.terms.empty()) {
            remove_->add(place);
        } else {
            put_->add(place, message.time_ms, message.terms);
        }
    }
    for (const auto& [room, seq] : batch.erased)
        erase_.send(sql::place_of(room, 1), sql::place_of(room, seq));
    for (const auto& [person, name] : batch.names)
        name_->add(person, name_tag_of(name.nickname), name.time_ms);
    for (const auto& [room, seq] : batch.marks)
        mark_->add(room, seq);
}

}  // namespace store::postgres
