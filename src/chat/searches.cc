#include "chat/searches.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unicode.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/names.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/search.h"
#include "chat/search_query.h"
#include "chat/store.h"
#include "chat/weight.h"

namespace chat {
namespace {

constexpr std::uint64_t kMarkBytes = 16;              ///< on the wire, rather more than less
constexpr base::Milliseconds kRetryAfterOthers{200};  ///< one's own searches are soon done

Refusal refusal_of(QueryFault fault) {
    const auto invalid = [](const char* why) {
        return Refusal{
            .error = ChatError::query_invalid, .retry_after = base::Milliseconds(0), .why = why};
    };
    switch (fault) {
        case QueryFault::empty:
            return {.error = ChatError::query_empty};
        case QueryFault::too_long:
            return {.error = ChatError::query_too_long};
        case QueryFault::date:
            return invalid("A date is written 2026-01-31.");
        case QueryFault::empty_filter:
            return invalid(
                "Something must follow from:, in:, before:, after: and on:, without a blank.");
        case QueryFault::excluded_filter:
            return invalid("Only words and phrases can be excluded, not filters.");
        case QueryFault::too_many_terms:
            return invalid("A search has at most 16 words, phrases and filters.");
    }
    return {};
}

/// What `in:` finds the room by; empty: by nothing.
std::string name_key_of(const Room& room) {
    switch (room.kind) {
        case RoomKind::open:
            return room.name_key;
        case RoomKind::closed:
            return base::unicode::skeleton(room.name);  // its name_key is its own
        case RoomKind::direct:
            break;
    }
    return {};
}

}  // namespace

void Searches::search(const Connection& connection, const Search& search, Reply<SearchPage> reply) {
    auto query = parse_search_query(search.query, search.east);
    if (!query) {
        reply(base::fail(refusal_of(query.error())));
        return;
    }
    Person& person = *connection.person;
    auto rooms = rooms_of(person, search, *query);
    if (!rooms) {
        reply(refuse(rooms.error()));
        return;
    }
    if (rooms->empty() || query->sent.is_empty()) {
        reply(SearchPage{});
        return;
    }
    if (!begin(person.user.id, reply)) return;
    searcher_.search({.rooms = *std::move(rooms),
                      .wanted = std::move(query->wanted),
                      .excluded = std::move(query->excluded),
                      .authors = authors_of(*query),
                      .sent = query->sent,
                      .limit = std::clamp(search.limit, 1U, ports_.limits.search_hits_max),
                      .before = search.before},
                     ports_.lifeline.guard([this, user = person.user.id, reply = std::move(reply)](
                                               base::Result<SearchPage, StoreError> page) mutable {
                         end(user);
                         on_page(user, std::move(page), reply);
                     }));
}

base::Result<std::vector<RoomId>, ChatError> Searches::rooms_of(Person& person,
                                                                const Search& search,
                                                                const SearchQuery& query) const {
    if (search.room) {
        const auto place = find_place_to(Action::read, rooms_, person, *search.room);
        if (!place) return base::fail(place.error());
    }
    std::unordered_set<std::string> names;
    for (const std::string& name : query.in)
        names.insert(key_from(name));
    std::vector<RoomId> rooms;
    for (const Place& place : person.places) {
        const Room& room = place.room->room;
        if (search.room && room.id != *search.room) continue;
        if (!names.empty() && !names.contains(name_key_of(room))) continue;
        rooms.push_back(room.id);
    }
    return rooms;
}

std::optional<Authors> Searches::authors_of(const SearchQuery& query) const {
    if (query.from.empty()) return std::nullopt;
    Authors authors;
    for (const std::string& name : query.from) {
        std::string key = key_from(name);
        if (auto present = nicknames_.holder(key)) authors.users.push_back(*std::move(present));
        authors.name_keys.push_back(std::move(key));
    }
    return authors;
}

void Searches::on_page(const UserId& user, base::Result<SearchPage, StoreError> page,
                       Reply<SearchPage>& reply) {
    if (!page) {
        reply(refuse(page.error()));
        return;
    }
    Person* person = people_.find(user);
    if (person == nullptr) {
        reply(refuse(ChatError::not_connected));
        return;
    }
    // They may have left a room, or been asked to, while the store was looking.
    std::erase_if(page->hits, [this, person](const SearchHit& hit) {
        const KnownRoom* room = rooms_.find(hit.event.room);
        return room == nullptr || person->place(*room) == nullptr;
    });
    fit(*page);
    reply(*std::move(page));
}

void Searches::fit(SearchPage& page) const {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < page.hits.size(); ++i) {
        bytes += weight_of(page.hits[i].event) + page.hits[i].marks.size() * kMarkBytes;
        if (i == 0 || bytes <= ports_.limits.page_bytes_max) continue;
        page.next = page.hits[i - 1].place;
        page.hits.resize(i);
        return;
    }
}

void Searches::date(const Connection& connection, const RoomId& id, base::WallTime time,
                    Reply<FoundTime> reply) {
    const auto place = find_place_to(Action::read, rooms_, *connection.person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    if (!begin(connection.person->user.id, reply)) return;
    searcher_.first_at(
        id, time,
        ports_.lifeline.guard([this, user = connection.person->user.id, reply = std::move(reply)](
                                  const base::Result<FoundTime, StoreError>& found) mutable {
            end(user);
            if (found) {
                reply(*found);
            } else {
                reply(refuse(found.error()));
            }
        }));
}

template <typename T>
bool Searches::begin(const UserId& user, Reply<T>& reply) {
    ports_.metrics.searches.add();
    const auto mine = underway_of_.find(user);
    const bool is_mine_full =
        mine != underway_of_.end() && mine->second >= ports_.limits.searches_person_max;
    if (is_mine_full || underway_ >= ports_.limits.searches_max) {
        ports_.metrics.searches_refused.add();
        if (is_mine_full) {
            reply(base::fail(
                Refusal{.error = ChatError::rate_limited, .retry_after = kRetryAfterOthers}));
        } else {
            reply(refuse(ChatError::unavailable));
        }
        return false;
    }
    ++underway_of_[user];
    ports_.metrics.searches_underway.set(++underway_);
    return true;
}

void Searches::end(const UserId& user) {
    const auto mine = underway_of_.find(user);
    if (--mine->second == 0) underway_of_.erase(mine);
    ports_.metrics.searches_underway.set(--underway_);
}

}  // namespace chat
