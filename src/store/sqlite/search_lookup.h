/// SearchLookup: answers a search from the index, and from the log what the messages say now.
///
/// Thread:     the finder's.
/// Owns:       a connection to each of the two files and its prepared statements.
/// Invariant:  the index only proposes; a hit is what the log says, so an index that is behind finds too little, never
///             what is deleted or no longer said. The work of one page is bounded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "chat/ids.h"
#include "chat/search.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"
#include "store/sqlite/index_terms.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

class SearchLookup {
public:
    /// effort_max  candidates that one page looks at; one whose text is read counts as several
    /// Throws Failure, as all here.
    SearchLookup(const SqliteDatabase::Settings& log, const SqliteDatabase::Settings& index,
                 std::uint32_t effort_max);

    [[nodiscard]] chat::SearchPage search(const chat::SearchRequest& request);

private:
    using RoomsByNumber = std::unordered_map<sql::Number, chat::RoomId>;

    /// Ids of docs, neither of them included.
    struct Bounds {
        std::int64_t above = 0;
        std::int64_t below = 0;
    };

    struct Candidate {
        std::int64_t id = 0;
        std::int64_t place = 0;
        base::WallTime time{};
    };

    [[nodiscard]] RoomsByNumber rooms_of(const chat::SearchRequest& request);
    [[nodiscard]] IndexedAuthors authors_of(const chat::Authors& authors);
    [[nodiscard]] Bounds bounds_of(const chat::SearchRequest& request);
    /// The first doc at `time` or later, as the docs' times ascend.
    [[nodiscard]] std::int64_t first_doc_at(base::WallTime time);
    [[nodiscard]] std::optional<Candidate> candidate(std::int64_t id);
    /// nullopt: it is not what is looked for
    [[nodiscard]] std::optional<chat::SearchHit> hit(const chat::SearchRequest& request,
                                                     const Candidate& candidate,
                                                     const chat::RoomId& room);
    /// Fills the page from ids, the highest first.
    void fill(chat::SearchPage& page, sql::Rows& ids, const chat::SearchRequest& request,
              const RoomsByNumber& rooms);

    const std::uint32_t effort_max_;
    SqliteDatabase log_;
    SqliteDatabase index_;
    sql::Records records_;
    sql::Statement find_room_;
    sql::Statement find_user_;
    sql::Statement actors_named_;
    sql::Statement found_;
    sql::Statement all_;
    sql::Statement doc_;
    sql::Statement doc_from_;
};

}  // namespace store::sqlite
