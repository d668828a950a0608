/// RestraintsWorld: HostedRooms with what keeps people from writing.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/hosted_rooms.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"

namespace chat {

class RestraintsWorld : public HostedRooms {
protected:
    base::Result<Posted, Refusal> mute(const Guest& guest, const RoomId& room, const UserId& user,
                                       std::optional<base::WallTime> until = std::nullopt) {
        Answer<Posted> answer;
        chat().mute(guest.connection, {.room = room, .user = user, .mute = {.until = until}},
                    into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> unmute(const Guest& guest, const RoomId& room,
                                         const UserId& user) {
        Answer<Posted> answer;
        chat().unmute(guest.connection, {.room = room, .user = user}, into(answer));
        return take(answer);
    }
    base::Result<std::vector<MuteEntry>, Refusal> mutes(const Guest& guest, const RoomId& room) {
        Answer<std::vector<MuteEntry>> answer;
        chat().mutes(guest.connection, room, into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> slow(const Guest& guest, const RoomId& room,
                                       std::uint32_t seconds) {
        Answer<Posted> answer;
        chat().set_slow_mode(guest.connection, room, seconds, into(answer));
        return take(answer);
    }
    /// What another node did.
    void elsewhere(const RoomId& room, EventKind kind, const UserId& actor,
                   const std::string& nickname, const std::string& text = {}) {
        memory.append(
            {.room = room,
             .kind = kind,
             .actor = actor,
             .nickname = nickname,
             .time = clock.wall(),
             .text = text,
             .nonce = {}},
            [this](const auto& done) { chat().on_bus_message(NodeId("other"), done->event); });
        executor.run();
    }
};

}  // namespace chat
