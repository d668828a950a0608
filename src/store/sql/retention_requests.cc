#include <cstdint>
#include <utility>

#include "base/clock.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/claim.h"
#include "store/sql/ledger.h"
#include "store/sql/room_record_requests.h"
#include "store/sql/write_request.h"
#include "store/sql/writer.h"

namespace store::sql {
namespace {

struct Expire {
    chat::RoomId room;
    base::WallTime before;
    std::uint32_t limit = 0;

    Ledger::Answer<chat::Expired> operator()(Ledger& ledger) const {
        return ledger.expire(room, before, limit);
    }
    void tell(Claim& claim) const { claim.rooms.push_back(room.value()); }
};

}  // namespace

void RoomRecordRequests::expire(chat::RoomId room, base::WallTime before, std::uint32_t limit,
                                chat::StoreReply<chat::Expired> reply) {
    writer_.submit(make_write_request<chat::Expired>(Expire{std::move(room), before, limit},
                                                     std::move(reply)));
}

}  // namespace store::sql
