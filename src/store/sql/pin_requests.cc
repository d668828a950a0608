#include <utility>
#include <vector>

#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/lookup.h"
#include "store/sql/reader.h"
#include "store/sql/room_record_requests.h"

namespace store::sql {

void RoomRecordRequests::pins(chat::RoomId room, chat::StoreReply<std::vector<chat::Pin>> reply) {
    reader_.submit<std::vector<chat::Pin>>(
        [room = std::move(room)](Lookup& lookup) { return lookup.pins().pins(room); },
        std::move(reply));
}

void RoomRecordRequests::versions(chat::RoomId room, chat::Seq message,
                                  chat::StoreReply<chat::Versions> reply) {
    reader_.submit<chat::Versions>(
        [room = std::move(room), message](Lookup& lookup) {
            return lookup.pins().versions(room, message);
        },
        std::move(reply));
}

}  // namespace store::sql
