/// SearchLookup: answers a search from the index, and from the log what the messages say now.
///
/// Thread:     the finder's.
/// Owns:       its connection and prepared statements.
/// Invariant:  the index only proposes; a hit is what the log says, so an index that is behind finds too little, never what is
///             deleted or no longer said. The work of one page is bounded.
///
/// What is said often is found among the newest messages, which are looked through one by one. What is not found there is said
/// seldom, so that all of its messages may be gathered by their terms and put in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "chat/ids.h"
#include "chat/search.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/search_options.h"
#include "store/postgres/search_terms.h"
#include "store/postgres/settings.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::postgres {

class SearchLookup {
public:
    /// Throws sql::Failure, as all here.
    SearchLookup(const Settings& settings, const SearchOptions& options);

    [[nodiscard]] chat::SearchPage search(const chat::SearchRequest& request);

private:
    using RoomsByNumber = std::unordered_map<sql::Number, chat::RoomId>;

    /// Ranks, the first of them included.
    struct Span {
        std::int64_t from = 0;
        std::int64_t before = 0;
    };
    struct Candidate {
        std::int64_t rank = 0;
        std::int64_t place = 0;
    };
    using Candidates = std::vector<Candidate>;

    /// A search under way.
    struct Quest {
        const chat::SearchRequest& request;
        RoomsByNumber rooms;
        std::string room_numbers;  ///< with commas between them
        std::string query;         ///< a tsquery; empty: all messages are candidates
        std::uint32_t texts = 0;   ///< read so far
        chat::SearchPage page;
    };
    enum class Course : std::uint8_t { goes_on, over };

    [[nodiscard]] RoomsByNumber rooms_of(const chat::SearchRequest& request);
    [[nodiscard]] IndexedAuthors authors_of(const chat::Authors& authors);
    /// The rank of the last of `count` docs of the span, from the newest on; the span's begin where it has no more.
    [[nodiscard]] std::int64_t edge_of(Span span, std::uint32_t count);
    [[nodiscard]] Candidates walk(const Quest& quest, Span span, std::uint32_t count);
    [[nodiscard]] Candidates gather(const Quest& quest, Span span, std::uint32_t count);
    /// Looks at candidates, the newest first, until the page is full.
    Course look_at(Quest& quest, const Candidates& candidates);
    /// All of the span, as far as the bounds allow.
    Course walk_through(Quest& quest, Span span);
    void find(Quest& quest, Span span);
    [[nodiscard]] std::unordered_map<std::int64_t, std::string> texts_of(
        const Candidates& candidates);

    const SearchOptions options_;
    PostgresDatabase database_;
    sql::Records records_;
    sql::Statement find_rooms_;
    sql::Statement find_users_;
    sql::Statement people_named_;
    sql::Statement edge_;
    sql::Statement walk_all_;
    sql::Statement walk_;
    sql::Statement gather_;
    sql::Statement texts_;
    sql::Statement behind_;
};

}  // namespace store::postgres
