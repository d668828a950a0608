/// Searcher: the port through which the domain finds messages. src/store/ has its forms.
///
/// Thread:     the domain's for calls; replies run on the domain's executor, never inside the call.
/// Owns:       what it made to find things fast; all of it can be made anew from the Store's log.
/// Invariant:  a hit is a message of a room that was asked for, with the words it has now; never a deleted one.
/// Elsewhere:  who may look where is searches.h; tests/store/search_contract.h is the suite that every form passes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/search_match.h"
#include "chat/search_query.h"
#include "chat/store.h"

namespace chat {

/// Who may have written a hit: whoever had one of these names then, whoever is last known by one, and these people.
struct Authors {
    std::vector<std::string> name_keys;  ///< base::unicode skeletons
    std::vector<UserId> users;
};

/// Where a message stands among all, the newest highest. Good for asking on, not for keeping.
using SearchPlace = std::uint64_t;

struct SearchRequest {
    std::vector<RoomId> rooms;  ///< only these; no room that is named twice
    std::vector<SearchTerm> wanted;
    std::vector<SearchTerm> excluded;
    std::optional<Authors> authors = std::nullopt;  ///< nullopt: anybody
    TimeSpan sent;
    std::uint32_t limit = 20;                          ///< hits at most
    std::optional<SearchPlace> before = std::nullopt;  ///< only older ones
};

struct SearchHit {
    Event event;  ///< a message as it stands
    std::vector<Mark> marks;
    SearchPlace place = 0;
};

struct SearchPage {
    std::vector<SearchHit> hits;  ///< newest first
    /// Where to go on. A page may end before it is full, for the work of one is bounded. nullopt: there is no more.
    std::optional<SearchPlace> next;
    /// behind: many messages are not to be found yet.
    enum class Index : std::uint8_t { current, behind } index = Index::current;
};

/// A message, or seq 0 for none.
struct FoundTime {
    Seq seq = 0;
    base::WallTime time{};
};

class Searcher {
public:
    virtual ~Searcher() = default;

    /// errors  unavailable
    virtual void search(SearchRequest request, StoreReply<SearchPage> reply) = 0;

    /// The first message of the room at `time` or later; the last one when none is.
    /// errors  no_such_room, unavailable
    virtual void first_at(RoomId room, base::WallTime time, StoreReply<FoundTime> reply) = 0;
};

}  // namespace chat
