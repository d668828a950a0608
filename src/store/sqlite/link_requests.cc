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

void RoomRecordRequests::make_link(chat::NewRoomLink /*link*/,
                                   chat::StoreReply<chat::RoomLink> reply) {
    reply(base::fail(chat::StoreError::unavailable));
}

void RoomRecordRequests::links(chat::RoomId /*room*/, base::WallTime /*now*/,
                               chat::StoreReply<std::vector<chat::RoomLink>> reply) {
    reply(base::fail(chat::StoreError::unavailable));
}

void RoomRecordRequests::revoke_link(chat::RoomId /*room*/, chat::RoomLinkId /*link*/,
                                     chat::Named /*by*/, base::WallTime /*time*/,
                                     chat::StoreReply<void> reply) {
    reply(base::fail(chat::StoreError::unavailable));
}

void RoomRecordRequests::find_link(chat::SecretHash /*token*/, base::WallTime /*now*/,
                                   chat::StoreReply<std::optional<chat::RoomLink>> reply) {
    reply(base::fail(chat::StoreError::unavailable));
}

void RoomRecordRequests::room_audit(chat::RoomAuditRequest /*request*/,
                                    chat::StoreReply<chat::RoomAuditPage> reply) {
    reply(base::fail(chat::StoreError::unavailable));
}

}  // namespace store::sqlite
