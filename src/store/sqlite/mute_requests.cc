#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sqlite/room_record_requests.h"

namespace store::sqlite {

void RoomRecordRequests::mutes(chat::RoomId /*room*/, base::WallTime /*now*/,
                               chat::StoreReply<std::vector<chat::MuteEntry>> reply) {
    reply(base::fail(chat::StoreError::unavailable));
}

}  // namespace store::sqlite
