#include "store/sqlite/search_index.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "chat/ids.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {
namespace {

constexpr int kApplicationId = 0x50726C53;  // "PrlS"
constexpr int kVersion =
    1;  // another one is made anew: raise it with the schema, the documents and base/words.cc
constexpr std::size_t kNamesRemembered = 100'000;
constexpr int kMergePages = 500;  // about 2 MiB at a time

// The words stand in `docs` because taking a message out of an FTS5 index needs the words that went in.
constexpr const char* kSchema = R"sql(
CREATE TABLE docs (
    id      INTEGER PRIMARY KEY,                 -- ascending with the messages' time
    place   INTEGER NOT NULL UNIQUE,             -- events.place of parlor.db
    actor   INTEGER NOT NULL,                    -- users.number of parlor.db
    time_ms INTEGER NOT NULL,
    words   TEXT    NOT NULL                     -- index_terms.h
) STRICT;

CREATE VIRTUAL TABLE found USING fts5(
    words, content = 'docs', content_rowid = 'id', tokenize = 'ascii', prefix = '3', columnsize = 0);

-- How far each room's log was read.
CREATE TABLE marks (
    room INTEGER PRIMARY KEY,                    -- rooms.number of parlor.db
    seq  INTEGER NOT NULL
) STRICT;

-- The name with which somebody last did something.
CREATE TABLE names (
    actor INTEGER PRIMARY KEY,
    name  TEXT    NOT NULL
) STRICT;
CREATE INDEX actors_by_name ON names (name);

CREATE TABLE state (
    number     INTEGER PRIMARY KEY CHECK (number = 1),
    dead_words INTEGER NOT NULL                  -- 1: words of erased messages wait for a merge
) STRICT;
INSERT INTO state VALUES (1, 0);
)sql";

}  // namespace

SearchIndex::Statements::Statements(SqliteDatabase& database)
    : insert_doc(database,
                 "INSERT INTO docs (id, place, actor, time_ms, words) VALUES (?1, ?2, ?3, ?4, ?5) "
                 "ON CONFLICT DO NOTHING"),
      insert_words(database, "INSERT INTO found (rowid, words) VALUES (?1, ?2)"),
      delete_words(database, "INSERT INTO found (found, rowid, words) VALUES ('delete', ?1, ?2)"),
      update_doc(database, "UPDATE docs SET words = ?2 WHERE id = ?1"),
      delete_doc(database, "DELETE FROM docs WHERE id = ?1"),
      find_doc(database, "SELECT id, words FROM docs WHERE place = ?1"),
      find_docs(database,
                "SELECT id, words FROM docs WHERE place BETWEEN ?1 AND ?2 ORDER BY place LIMIT ?3"),
      newest(database, "SELECT place, actor, time_ms FROM docs ORDER BY id DESC LIMIT ?1"),
      set_name(database, "INSERT OR REPLACE INTO names (actor, name) VALUES (?1, ?2)"),
      set_mark(database, "INSERT OR REPLACE INTO marks (room, seq) VALUES (?1, ?2)"),
      set_dead(database, "UPDATE state SET dead_words = ?1"),
      merge(database, "INSERT INTO found (found, rank) VALUES ('merge', ?1)") {}

SearchIndex::SearchIndex(const SqliteDatabase::Settings& settings) : database_(settings) {
    if (database_.number("SELECT count(*) FROM sqlite_schema") == 0) {
        make();
    } else {
        check();
    }
    // What a power failure takes from it is read from the log again.
    database_.execute("PRAGMA synchronous = NORMAL");
    page_bytes_ = static_cast<std::uint64_t>(database_.number("PRAGMA page_size"));
    statements_ = std::make_unique<Statements>(database_);
    next_id_ = database_.number("SELECT coalesce(max(id), 0) + 1 FROM docs");
    has_dead_words_ = database_.number("SELECT dead_words FROM state") != 0;
    sql::Statement all(database_, "SELECT room, seq FROM marks");
    sql::Rows rows = all.rows();
    while (rows.next())
        marks_[rows.integer(0)] = rows.count(1);
}

void SearchIndex::make() {
    if (database_.text("PRAGMA journal_mode = WAL") != "wal") {
        throw failure_of(SQLITE_CANTOPEN, "no write-ahead log can be kept here");
    }
    database_.execute("BEGIN IMMEDIATE");
    database_.execute(kSchema);
    database_.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT",
                                  kApplicationId, kVersion)
                          .c_str());
}

void SearchIndex::check() {
    const bool is_ours = database_.number("PRAGMA application_id") == kApplicationId;
    const bool is_now = database_.number("PRAGMA user_version") == kVersion;
    if (!is_ours || !is_now) throw failure_of(SQLITE_NOTADB, "of another version");
}

void SearchIndex::remove(const std::string& file) {
    std::error_code ignored;
    for (const char* part : {"", "-wal", "-shm", "-journal"})
        std::filesystem::remove(file + part, ignored);
}

chat::Seq SearchIndex::mark(sql::Number room) const {
    const auto found = marks_.find(room);
    return found == marks_.end() ? 0 : found->second;
}

std::vector<IndexedMessage> SearchIndex::newest(std::uint32_t count) {
    std::vector<IndexedMessage> all;
    sql::Rows rows = statements_->newest.rows(count);
    while (rows.next()) {
        all.push_back({.place = rows.integer(0),
                       .actor = rows.integer(1),
                       .time_ms = rows.integer(2),
                       .document = {}});
    }
    return all;
}

void SearchIndex::begin() {
    database_.execute("BEGIN IMMEDIATE");
}

void SearchIndex::commit() {
    database_.execute("COMMIT");
}

void SearchIndex::add(const IndexedMessage& message) {
    const std::uint64_t added = statements_->insert_doc.run(next_id_, message.place, message.actor,
                                                            message.time_ms, message.document);
    if (added == 0) return;
    statements_->insert_words.run(next_id_, message.document);
    ++next_id_;
}

SearchIndex::Found SearchIndex::find(std::int64_t place) {
    sql::Rows rows = statements_->find_doc.rows(place);
    if (!rows.next()) return {};
    return {.id = rows.integer(0), .document = std::string(rows.text(1))};
}

void SearchIndex::change(std::int64_t place, std::string_view document) {
    const Found found = find(place);
    if (found.id == 0 || found.document == document) return;
    statements_->delete_words.run(found.id, found.document);
    statements_->update_doc.run(found.id, document);
    statements_->insert_words.run(found.id, document);
}

void SearchIndex::erase(std::int64_t place) {
    const Found found = find(place);
    if (found.id != 0) erase(found);
}

std::size_t SearchIndex::erase(std::int64_t first, std::int64_t last, std::uint32_t count) {
    std::vector<Found> all;
    {
        sql::Rows rows = statements_->find_docs.rows(first, last, count);
        while (rows.next())
            all.push_back({.id = rows.integer(0), .document = std::string(rows.text(1))});
    }
    for (const Found& found : all)
        erase(found);
    return all.size();
}

void SearchIndex::erase(const Found& found) {
    statements_->delete_words.run(found.id, found.document);
    statements_->delete_doc.run(found.id);
    set_dead_words(1);
    has_newly_dead_ = true;
}

void SearchIndex::set_dead_words(std::int64_t value) {
    if (has_dead_words_ != (value != 0)) statements_->set_dead.run(value);
    has_dead_words_ = value != 0;
}

void SearchIndex::set_name(sql::Number actor, std::string_view name_tag) {
    if (names_.size() > kNamesRemembered) names_.clear();
    std::string& known = names_[actor];
    if (known == name_tag) return;
    statements_->set_name.run(actor, name_tag);
    known = name_tag;
}

void SearchIndex::set_mark(sql::Number room, chat::Seq seq) {
    statements_->set_mark.run(room, seq);
    marks_[room] = seq;
}

void SearchIndex::keep_wal_small(std::uint64_t bytes) {
    if (database_.wal_pages() * page_bytes_ >= bytes) database_.checkpoint();
}

bool SearchIndex::purge_a_part() {
    // A negative number takes all segments into the merge at first; then it goes on until nothing changes.
    if (!is_purging_) has_newly_dead_ = false;
    const std::int64_t before = database_.number("SELECT total_changes()");
    statements_->merge.run(is_purging_ ? kMergePages : -kMergePages);
    is_purging_ = true;
    // So SQLite says that there was nothing left to merge.
    constexpr std::int64_t kChangesOfNothing = 2;
    if (database_.number("SELECT total_changes()") - before >= kChangesOfNothing) return false;
    is_purging_ = false;
    set_dead_words(has_newly_dead_ ? 1 : 0);
    database_.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    return true;
}

}  // namespace store::sqlite
