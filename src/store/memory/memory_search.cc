#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unicode.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/search.h"
#include "chat/search_match.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"

namespace store {

using chat::Event;
using chat::EventKind;

void MemoryStore::search(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) {
    answer<chat::SearchPage>(std::move(reply), find(request));
}

void MemoryStore::first_at(chat::RoomId room, base::WallTime time,
                           chat::StoreReply<chat::FoundTime> reply) {
    answer(std::move(reply), find_time(room, time));
}

chat::SearchPage MemoryStore::find(const chat::SearchRequest& request) const {
    chat::SearchPage page;
    std::size_t place = said_.size();
    if (request.before) {
        place = std::min<std::size_t>(place, *request.before == 0 ? 0 : *request.before - 1);
    }
    for (; place > 0; --place) {
        const Said& said = said_[place - 1];
        if (std::ranges::find(request.rooms, said.room) == request.rooms.end()) continue;
        const StoredRoom& room = rooms_.at(said.room);
        const Event& message = room.log[said.seq - 1];
        const bool is_deleted =
            message.standing && message.standing->fate == chat::Standing::Fate::deleted;
        if (is_deleted || !request.sent.contains(message.time)) continue;
        if (request.authors && !is_of(*request.authors, message)) continue;
        auto marks = chat::match(message.text, request.wanted, request.excluded);
        if (!marks) continue;
        if (page.hits.size() == request.limit) {
            page.next = page.hits.back().place;
            break;
        }
        page.hits.push_back(
            {.event = as_it_reads(room, message), .marks = *std::move(marks), .place = place});
    }
    return page;
}

bool MemoryStore::is_of(const chat::Authors& authors, const Event& message) const {
    const auto is_named = [&authors](const std::string& key) {
        return std::ranges::find(authors.name_keys, key) != authors.name_keys.end();
    };
    if (std::ranges::find(authors.users, message.actor) != authors.users.end()) return true;
    return is_named(base::unicode::skeleton(message.nickname)) ||
           is_named(last_names_.at(message.actor));
}

MemoryStore::Answer<chat::FoundTime> MemoryStore::find_time(const chat::RoomId& room,
                                                            base::WallTime time) const {
    const auto found = rooms_.find(room);
    if (found == rooms_.end()) return base::fail(chat::StoreError::no_such_room);
    chat::FoundTime last;
    for (const Event& event : found->second.log) {
        if (event.kind != EventKind::message || event.seq <= found->second.room.expired) continue;
        last = {.seq = event.seq, .time = event.time};
        if (event.time >= time) break;
    }
    return last;
}

}  // namespace store
