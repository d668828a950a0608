#include <algorithm>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"

namespace store {

// Room by room, in the order of their ids.
void MemoryStore::said(chat::SaidRequest request, chat::StoreReply<chat::SaidPage> reply) {
    std::vector<chat::RoomId> ids;
    for (const auto& [id, room] : rooms_) {
        if (id >= request.after.room) ids.push_back(id);
    }
    std::ranges::sort(ids);
    chat::SaidPage page;
    for (const chat::RoomId& id : ids) {
        const StoredRoom& room = rooms_.at(id);
        for (const chat::Event& event : room.log) {
            const bool is_gone = event.seq <= room.erased;
            const bool is_seen = id == request.after.room && event.seq <= request.after.seq;
            const bool is_theirs =
                event.kind == chat::EventKind::message && event.actor == request.user;
            if (is_gone || is_seen || !is_theirs) continue;
            if (page.messages.size() == request.limit) {
                const chat::Event& last = page.messages.back();
                page.next = {.room = last.room, .seq = last.seq};
                return answer<chat::SaidPage>(std::move(reply), std::move(page));
            }
            page.messages.push_back(as_it_reads(room, event));
        }
    }
    answer<chat::SaidPage>(std::move(reply), std::move(page));
}

}  // namespace store
