/// SearchIndex: search.db, what is kept beside the log so that messages are found fast. Its writing side.
///
/// Thread:     the indexer's.
/// Owns:       its connection and prepared statements; the marks, in memory as in the file.
/// Invariant:  what is indexed and how far the log was read are of one transaction, so after a crash the rest follows.
///             All of it can be made anew from the log.
/// Elsewhere:  who reads the log is indexer.h, who asks the index is search_lookup.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chat/ids.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

/// How the index keeps one message. docs.id ascends with the messages' time, over all rooms.
struct IndexedMessage {
    std::int64_t place = 0;
    sql::Number actor = 0;
    std::int64_t time_ms = 0;
    std::string document;  ///< index_terms.h
};

class SearchIndex {
public:
    /// Opens the file, or makes it. Throws Failure; one with is_damage() when it is not a whole index of this version.
    explicit SearchIndex(const SqliteDatabase::Settings& settings);

    /// Removes the file. Nobody may have it open.
    static void remove(const std::string& file);

    /// The last event of the room that was read.
    [[nodiscard]] chat::Seq mark(sql::Number room) const;
    [[nodiscard]] const std::unordered_map<sql::Number, chat::Seq>& marks() const { return marks_; }
    /// Up to `count` messages, the newest first, without their documents.
    [[nodiscard]] std::vector<IndexedMessage> newest(std::uint32_t count);

    /// After a Failure the index must be opened anew: what it remembers may not be in the file.
    void begin();
    void commit();

    // Within a transaction:
    /// A message of the log. Harmless when it is there.
    void add(const IndexedMessage& message);
    /// It reads otherwise now. Harmless when it is not there.
    void change(std::int64_t place, std::string_view document);
    void erase(std::int64_t place);
    /// Those from place `first` to place `last`, both of it, `count` at most.
    /// returns  how many it were
    std::size_t erase(std::int64_t first, std::int64_t last, std::uint32_t count);
    void set_name(sql::Number actor, std::string_view name_tag);
    void set_mark(sql::Number room, chat::Seq seq);

    /// Copies the write-ahead log into the file when it has over `bytes`.
    void keep_wal_small(std::uint64_t bytes);

    /// Words of erased messages are in segments of the index that were not merged yet.
    [[nodiscard]] bool has_dead_words() const { return has_dead_words_; }
    /// Merges a part of the index. Not within a transaction.
    /// returns  whether it was the last one: dead words are gone, from the write-ahead log too
    [[nodiscard]] bool purge_a_part();

private:
    void make();
    void check();

    struct Found {
        std::int64_t id = 0;
        std::string document;
    };
    [[nodiscard]] Found find(std::int64_t place);
    void erase(const Found& found);
    void set_dead_words(std::int64_t value);

    SqliteDatabase database_;
    /// Made when the tables are.
    struct Statements {
        explicit Statements(SqliteDatabase& database);
        sql::Statement insert_doc;
        sql::Statement insert_words;
        sql::Statement delete_words;
        sql::Statement update_doc;
        sql::Statement delete_doc;
        sql::Statement find_doc;
        sql::Statement find_docs;
        sql::Statement newest;
        sql::Statement set_name;
        sql::Statement set_mark;
        sql::Statement set_dead;
        sql::Statement merge;
    };
    std::unique_ptr<Statements> statements_;
    std::unordered_map<sql::Number, chat::Seq> marks_;
    std::unordered_map<sql::Number, std::string> names_;  // lately set, to write each once
    std::int64_t next_id_ = 1;
    std::uint64_t page_bytes_ = 0;
    bool has_dead_words_ = false;
    bool is_purging_ = false;
    bool has_newly_dead_ = false;  // since the merge that is under way began
};

}  // namespace store::sqlite
