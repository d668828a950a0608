/// Searches: who may find what.
///
/// Thread:     domain.
/// Owns:       the count of searches under way.
/// Invariant:  a hit is of a room that its finder is a member of when the answer goes out. A room or a person that there is
///             not is answered like one without messages.
/// Elsewhere:  how messages are found is the Searcher's (search.h).
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/nicknames.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/rooms.h"
#include "chat/search.h"
#include "chat/search_query.h"

namespace chat {

class Searches {
public:
    Searches(Ports& ports, Searcher& searcher, Rooms& rooms, People& people,
             const Nicknames& nicknames)
        : ports_(ports),
          searcher_(searcher),
          rooms_(rooms),
          people_(people),
          nicknames_(nicknames) {}

    void search(const Connection& connection, const Search& search, Reply<SearchPage> reply);
    void date(const Connection& connection, const RoomId& id, base::WallTime time,
              Reply<FoundTime> reply);

private:
    /// The rooms that the query may look into. errors: not_found, not_a_member
    [[nodiscard]] base::Result<std::vector<RoomId>, ChatError> rooms_of(
        Person& person, const Search& search, const SearchQuery& query) const;
    [[nodiscard]] std::optional<Authors> authors_of(const SearchQuery& query) const;

    /// Counts one more of that person; answers when it is one too many.
    template <typename T>
    [[nodiscard]] bool begin(const UserId& user, Reply<T>& reply);
    void end(const UserId& user);
    void on_page(const UserId& user, base::Result<SearchPage, StoreError> page,
                 Reply<SearchPage>& reply);
    /// Ends the page where it would be too heavy.
    void fit(SearchPage& page) const;

    Ports& ports_;
    Searcher& searcher_;
    Rooms& rooms_;
    People& people_;
    const Nicknames& nicknames_;
    std::unordered_map<UserId, std::uint32_t> underway_of_;
    std::uint32_t underway_ = 0;
};

}  // namespace chat
