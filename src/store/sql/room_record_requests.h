/// RoomRecordRequests: chat's RoomRecords, as requests to the writer and the reader of a store.
///
/// Thread:     the domain's.
/// Owns:       nothing; the store that has it owns both.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/reader.h"
#include "store/sql/writer.h"

namespace store::sql {

class RoomRecordRequests final : public chat::RoomRecords {
public:
    RoomRecordRequests(Writer& writer, Reader& reader) : writer_(writer), reader_(reader) {}

    void pins(chat::RoomId room, chat::StoreReply<std::vector<chat::Pin>> reply) override;
    void versions(chat::RoomId room, chat::Seq message,
                  chat::StoreReply<chat::Versions> reply) override;
    void mutes(chat::RoomId room, base::WallTime now,
               chat::StoreReply<std::vector<chat::MuteEntry>> reply) override;
    void make_link(chat::NewRoomLink link, chat::StoreReply<chat::RoomLink> reply) override;
    void links(chat::RoomId room, base::WallTime now,
               chat::StoreReply<std::vector<chat::RoomLink>> reply) override;
    void revoke_link(chat::RoomId room, chat::RoomLinkId link, chat::Named by, base::WallTime time,
                     chat::StoreReply<void> reply) override;
    void find_link(chat::SecretHash token, base::WallTime now,
                   chat::StoreReply<std::optional<chat::RoomLink>> reply) override;
    void expire(chat::RoomId room, base::WallTime before, std::uint32_t limit,
                chat::StoreReply<chat::Expired> reply) override;
    void room_audit(chat::RoomAuditRequest request,
                    chat::StoreReply<chat::RoomAuditPage> reply) override;

private:
    Writer& writer_;
    Reader& reader_;
};

}  // namespace store::sql
