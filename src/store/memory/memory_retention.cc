// How long rooms keep their messages.
#include <cstdint>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/folding.h"
#include "chat/ids.h"
#include "chat/retention_words.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"

namespace store {

using base::fail;
using chat::Event;
using chat::EventKind;
using chat::Seq;
using chat::StoreError;

void MemoryStore::expire(chat::RoomId room, base::WallTime before, std::uint32_t limit,
                         chat::StoreReply<chat::Expired> reply) {
    answer(std::move(reply), take_away(room, before, limit));
}

void MemoryStore::change_retention(StoredRoom& room, const chat::Append& append) {
    if (append.kind == EventKind::retention_set) {
        room.room.retention_days = chat::retention_of(append.text);
        room.retention_by = {.user = append.actor, .nickname = append.nickname};
    } else {
        room.room.expired = append.target;
        room.room.expired_ordinal = chat::expired_of(append.text);
    }
}

MemoryStore::Answer<chat::Expired> MemoryStore::take_away(const chat::RoomId& id,
                                                          base::WallTime before,
                                                          std::uint32_t limit) {
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return fail(StoreError::no_such_room);
    StoredRoom& room = found->second;
    if (room.room.retention_days == 0) return fail(StoreError::no_change);
    const auto is_old = [&room, before](Seq seq) {
        return seq <= room.log.size() && room.log[seq - 1].time < before;
    };
    Seq last = room.erased;
    while (last - room.erased < limit && is_old(last + 1))
        ++last;
    erase(room, room.erased + 1, last);
    return chat::Expired{.up_to = last,
                         .ordinal = last == 0 ? 0 : room.log[last - 1].ordinal,
                         .more = is_old(last + 1),
                         .by = room.retention_by};
}

void MemoryStore::erase(StoredRoom& room, Seq first, Seq last) {
    for (Seq seq = first; seq <= last; ++seq) {
        Event& message = room.log[seq - 1];
        if (message.kind != EventKind::message) continue;
        const auto nonce = room.nonces.find({message.actor, message.nonce});
        if (nonce != room.nonces.end() && nonce->second == seq) room.nonces.erase(nonce);
        message.nonce = {};
        chat::erase(message);
    }
    forget_edits(room, first, last);
    const auto is_gone = [first, last](Seq seq) { return first <= seq && seq <= last; };
    std::erase_if(room.pins, [&](const auto& pin) { return is_gone(pin.message); });
    for (auto& [user, meant] : room.meant)
        std::erase_if(meant, is_gone);
    room.erased = last;
}

void MemoryStore::forget_edits(StoredRoom& room, Seq first, Seq last) {
    room.first_words.erase(room.first_words.lower_bound(first), room.first_words.upper_bound(last));
    for (Seq seq = first; seq <= room.log.size(); ++seq) {
        Event& later = room.log[seq - 1];
        const bool is_edit = later.kind == EventKind::edited;
        if (is_edit && first <= later.target && later.target <= last) chat::forget_words(later);
    }
}

}  // namespace store
