#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/event.h"
#include "chat/folding.h"
#include "chat/ids.h"
#include "chat/import_store.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/import_log.h"
#include "store/memory/memory_store.h"

namespace store {

using base::fail;
using chat::StoreError;

void MemoryStore::import_events(chat::RoomId room, std::vector<chat::Event> events,
                                chat::StoreReply<chat::Imported> reply) {
    answer<chat::Imported>(std::move(reply), take_in(room, events));
}

MemoryStore::Answer<chat::Imported> MemoryStore::take_in(const chat::RoomId& id,
                                                         const std::vector<chat::Event>& events) {
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return fail(StoreError::no_such_room);
    StoredRoom& room = found->second;
    if (room.room.kind != chat::RoomKind::closed || !people_of(id).empty()) {
        return fail(StoreError::not_allowed);
    }
    const auto news = news_of(events, room.room.head);
    if (!news) return fail(news.error());
    const auto checked = check_targets(*news, [&room](chat::Seq seq) {
        return room.log[seq - 1].kind == chat::EventKind::message;
    });
    if (!checked) return fail(checked.error());
    for (const chat::Event& event : *news) {
        commit(room, {.room = id,
                      .kind = event.kind,
                      .actor = event.actor,
                      .nickname = event.nickname,
                      .time = event.time,
                      .text = event.text,
                      .nonce = event.nonce,
                      .target = event.target,
                      .by = event.by ? std::optional(*event.by) : std::nullopt});
        // Every message has words until it is deleted, or is too old to be kept.
        if (event.kind == chat::EventKind::message && event.text.empty()) {
            chat::erase(room.log.back());
        }
    }
    return chat::Imported{.head = room.room.head, .ordinal = room.room.ordinal};
}

}  // namespace store
