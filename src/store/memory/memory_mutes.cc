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

void MemoryStore::mutes(chat::RoomId /*room*/, base::WallTime /*now*/,
                        chat::StoreReply<std::vector<chat::MuteEntry>> reply) {
    reply(base::fail(chat::StoreError::unavailable));
}

}  // namespace store
