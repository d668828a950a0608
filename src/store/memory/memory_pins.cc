#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"

namespace store {

void MemoryStore::pins(chat::RoomId /*room*/, chat::StoreReply<std::vector<chat::Pin>> reply) {
    reply(base::fail(chat::StoreError::unavailable));
}

void MemoryStore::versions(chat::RoomId /*room*/, chat::Seq /*message*/,
                           chat::StoreReply<chat::Versions> reply) {
    reply(base::fail(chat::StoreError::unavailable));
}

}  // namespace store
