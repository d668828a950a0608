#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/lookup.h"
#include "store/sql/member_lookup.h"
#include "store/sql/room_record_requests.h"

namespace store::sql {

void RoomRecordRequests::mutes(chat::RoomId room, base::WallTime now,
                               chat::StoreReply<std::vector<chat::MuteEntry>> reply) {
    reader_.submit<std::vector<chat::MuteEntry>>(
        [room = std::move(room), now](Lookup& lookup) { return lookup.members().mutes(room, now); },
        std::move(reply));
}

}  // namespace store::sql
