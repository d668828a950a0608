#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/ledger.h"
#include "store/sql/lookup.h"
#include "store/sql/reader.h"
#include "store/sql/room_record_lookup.h"
#include "store/sql/room_record_requests.h"
#include "store/sql/write_request.h"
#include "store/sql/writer.h"

namespace store::sql {

void RoomRecordRequests::make_link(chat::NewRoomLink link, chat::StoreReply<chat::RoomLink> reply) {
    writer_.submit(make_write_request<chat::RoomLink>(
        [link = std::move(link)](Ledger& ledger) { return ledger.make_link(link); },
        std::move(reply)));
}

void RoomRecordRequests::links(chat::RoomId room, base::WallTime now,
                               chat::StoreReply<std::vector<chat::RoomLink>> reply) {
    reader_.submit<std::vector<chat::RoomLink>>(
        [room = std::move(room), now](Lookup& lookup) {
            return lookup.room_records().links(room, now);
        },
        std::move(reply));
}

void RoomRecordRequests::revoke_link(chat::RoomId room, chat::RoomLinkId link, chat::Named by,
                                     base::WallTime time, chat::StoreReply<void> reply) {
    writer_.submit(make_write_request<void>(
        [room = std::move(room), link = std::move(link), by = std::move(by), time](Ledger& ledger) {
            return ledger.revoke_link(room, link, by, time);
        },
        std::move(reply)));
}

void RoomRecordRequests::find_link(chat::SecretHash token, base::WallTime now,
                                   chat::StoreReply<std::optional<chat::RoomLink>> reply) {
    using Found = std::optional<chat::RoomLink>;
    reader_.submit<Found>(
        [token = std::move(token), now](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.room_records().find_link(token, now));
        },
        std::move(reply));
}

void RoomRecordRequests::room_audit(chat::RoomAuditRequest request,
                                    chat::StoreReply<chat::RoomAuditPage> reply) {
    reader_.submit<chat::RoomAuditPage>(
        [request = std::move(request)](Lookup& lookup) {
            return lookup.room_records().audit(request);
        },
        std::move(reply));
}

}  // namespace store::sql
