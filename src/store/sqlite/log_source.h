/// LogSource: the log of all rooms as the indexer reads it, from committed events only.
///
/// Thread:     the indexer's.
/// Owns:       its connection to parlor.db and prepared statements.
/// Invariant:  reads only, and never long: a reader that stays keeps the write-ahead log from starting over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

/// One event, as far as it matters for finding messages.
struct LogEntry {
    std::int64_t place = 0;
    std::int64_t time_ms = 0;
    chat::EventKind kind = chat::EventKind::message;
    sql::Number actor = 0;
    std::string nickname;
    chat::Seq target = 0;

    [[nodiscard]] sql::Number room() const { return place >> sql::kSeqBits; }
};

/// A message as it reads now.
struct LogMessage {
    sql::Number actor = 0;
    std::string nickname;  ///< the author's when it was said
    std::int64_t time_ms = 0;
    std::string text;
};

class LogSource {
public:
    /// Throws Failure, as all here.
    explicit LogSource(const SqliteDatabase::Settings& settings);

    /// Somebody has committed since the last call; true at first.
    [[nodiscard]] bool has_changed();

    struct Head {
        sql::Number room = 0;
        chat::Seq seq = 0;
    };
    [[nodiscard]] std::vector<Head> heads();

    /// The first event of the room after seq `after`.
    [[nodiscard]] std::optional<LogEntry> next(sql::Number room, chat::Seq after);

    /// nullopt: no message is there, or it was deleted.
    [[nodiscard]] std::optional<LogMessage> message(std::int64_t place);

    /// No message of the room up to there is kept any more.
    [[nodiscard]] chat::Seq erased(sql::Number room);

    /// Reads are of one moment as long as what this returns lives.
    [[nodiscard]] sql::Snapshot snapshot() { return sql::Snapshot(database_); }

private:
    SqliteDatabase database_;
    sql::Statement data_version_;
    sql::Statement heads_;
    sql::Statement next_;
    sql::Statement message_;
    sql::Statement erased_;
    std::int64_t seen_version_ = 0;
};

}  // namespace store::sqlite
