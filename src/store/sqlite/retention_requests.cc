#include <cstdint>
#include <utility>

#include "base/clock.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sqlite/ledger.h"
#include "store/sqlite/room_record_requests.h"
#include "store/sqlite/write_request.h"
#include "store/sqlite/writer.h"

namespace store::sqlite {

void RoomRecordRequests::expire(chat::RoomId room, base::WallTime before, std::uint32_t limit,
                                chat::StoreReply<chat::Expired> reply) {
    writer_.submit(make_write_request<chat::Expired>(
        [room = std::move(room), before, limit](Ledger& ledger) {
            return ledger.expire(room, before, limit);
        },
        std::move(reply)));
}

}  // namespace store::sqlite
