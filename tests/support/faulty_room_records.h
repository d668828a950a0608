/// FaultyRoomRecords: a chat::RoomRecords in front of another one that keeps replies back, fails or loses calls as a
/// test says.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "support/faulty_replies.h"

namespace support {

enum class RecordCall : std::uint8_t {
    pins,
    versions,
    mutes,
    make_link,
    links,
    revoke_link,
    find_link,
    expire,
    room_audit,
    set_end
};

class FaultyRoomRecords final : public chat::RoomRecords, public FaultyReplies<RecordCall> {
public:
    using Call = RecordCall;

    FaultyRoomRecords(chat::RoomRecords& inner, base::Executor& replies)
        : FaultyReplies(replies), inner_(inner) {}

    void pins(chat::RoomId room, chat::StoreReply<std::vector<chat::Pin>> reply) override {
        if (!is_refused(Call::pins, reply)) {
            inner_.pins(std::move(room), back(Call::pins, std::move(reply)));
        }
    }
    void versions(chat::RoomId room, chat::Seq message,
                  chat::StoreReply<chat::Versions> reply) override {
        if (!is_refused(Call::versions, reply)) {
            inner_.versions(std::move(room), message, back(Call::versions, std::move(reply)));
        }
    }
    void mutes(chat::RoomId room, base::WallTime now,
               chat::StoreReply<std::vector<chat::MuteEntry>> reply) override {
        if (!is_refused(Call::mutes, reply)) {
            inner_.mutes(std::move(room), now, back(Call::mutes, std::move(reply)));
        }
    }
    void make_link(chat::NewRoomLink link, chat::StoreReply<chat::RoomLink> reply) override {
        if (!is_refused(Call::make_link, reply)) {
            inner_.make_link(std::move(link), back(Call::make_link, std::move(reply)));
        }
    }
    void links(chat::RoomId room, base::WallTime now,
               chat::StoreReply<std::vector<chat::RoomLink>> reply) override {
        if (!is_refused(Call::links, reply)) {
            inner_.links(std::move(room), now, back(Call::links, std::move(reply)));
        }
    }
    void revoke_link(chat::RoomId room, chat::RoomLinkId link, chat::Named by, base::WallTime time,
                     chat::StoreReply<void> reply) override {
        if (!is_refused(Call::revoke_link, reply)) {
            inner_.revoke_link(std::move(room), std::move(link), std::move(by), time,
                               back(Call::revoke_link, std::move(reply)));
        }
    }
    void find_link(chat::SecretHash token, base::WallTime now,
                   chat::StoreReply<std::optional<chat::RoomLink>> reply) override {
        if (!is_refused(Call::find_link, reply)) {
            inner_.find_link(std::move(token), now, back(Call::find_link, std::move(reply)));
        }
    }
    void expire(chat::RoomId room, base::WallTime before, std::uint32_t limit,
                chat::StoreReply<chat::Expired> reply) override {
        if (!is_refused(Call::expire, reply)) {
            inner_.expire(std::move(room), before, limit, back(Call::expire, std::move(reply)));
        }
    }
    void room_audit(chat::RoomAuditRequest request,
                    chat::StoreReply<chat::RoomAuditPage> reply) override {
        if (!is_refused(Call::room_audit, reply)) {
            inner_.room_audit(std::move(request), back(Call::room_audit, std::move(reply)));
        }
    }

private:
    chat::RoomRecords& inner_;
};

}  // namespace support
