#include "store/sqlite/log_source.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

LogSource::LogSource(const SqliteDatabase::Settings& settings)
    : database_(settings),
      data_version_(database_, "PRAGMA data_version"),
      heads_(database_, "SELECT number, head FROM rooms WHERE head > 0"),
      next_(database_,
            "SELECT place, time_ms, kind, actor, nickname, target FROM events "
            "WHERE place > ?1 AND place <= ?2 ORDER BY place LIMIT 1"),
      message_(database_,
               "SELECT e.actor, e.nickname, e.time_ms, coalesce(x.text, e.text) FROM events e "
               "LEFT JOIN standings s ON s.place = e.place LEFT JOIN events x ON x.place = s.edit "
               "WHERE e.place = ?1 AND e.kind = ?2 AND coalesce(s.fate, 0) = ?3"),
      erased_(database_, "SELECT erased FROM rooms WHERE number = ?1") {
    database_.refuse_writes();
}

bool LogSource::has_changed() {
    sql::Rows rows = data_version_.rows();
    const std::int64_t version = rows.next() ? rows.integer(0) : 0;
    return std::exchange(seen_version_, version) != version;
}

std::vector<LogSource::Head> LogSource::heads() {
    std::vector<Head> all;
    sql::Rows rows = heads_.rows();
    while (rows.next())
        all.push_back({.room = rows.integer(0), .seq = rows.count(1)});
    return all;
}

std::optional<LogEntry> LogSource::next(sql::Number room, chat::Seq after) {
    sql::Rows rows = next_.rows(sql::place_of(room, after), sql::place_of(room, sql::kSeqMax));
    if (!rows.next()) return std::nullopt;
    return LogEntry{.place = rows.integer(0),
                    .time_ms = rows.integer(1),
                    .kind = static_cast<chat::EventKind>(rows.integer(2)),
                    .actor = rows.integer(3),
                    .nickname = std::string(rows.text(4)),
                    .target = rows.count(5)};
}

std::optional<LogMessage> LogSource::message(std::int64_t place) {
    sql::Rows rows = message_.rows(place, static_cast<int>(chat::EventKind::message),
                                   static_cast<int>(chat::Standing::Fate::kept));
    if (!rows.next()) return std::nullopt;
    return LogMessage{.actor = rows.integer(0),
                      .nickname = std::string(rows.text(1)),
                      .time_ms = rows.integer(2),
                      .text = std::string(rows.text(3))};
}

chat::Seq LogSource::erased(sql::Number room) {
    sql::Rows rows = erased_.rows(room);
    return rows.next() ? rows.count(0) : 0;
}

}  // namespace store::sqlite
