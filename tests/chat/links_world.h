/// LinksWorld: HostedRooms, and all that they ask about links into rooms and about rooms' audits.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/chat.h"
#include "chat/hosted_rooms.h"
#include "chat/ids.h"
#include "chat/room_records.h"

namespace chat {

class LinksWorld : public HostedRooms {
protected:
    base::Result<MadeLink, Refusal> make_link(const Guest& guest, const RoomId& room,
                                              std::uint32_t uses_max = 0,
                                              base::Milliseconds lifetime = 24h) {
        Answer<MadeLink> answer;
        chat().make_link(guest.connection,
                         {.room = room, .lifetime = lifetime, .uses_max = uses_max}, into(answer));
        return take(answer);
    }
    /// The token of one that is made.
    std::string link_into(const Guest& guest, const RoomId& room, std::uint32_t uses_max = 0) {
        const auto made = make_link(guest, room, uses_max);
        EXPECT_TRUE(made.has_value());
        return made ? made->token : std::string();
    }
    base::Result<std::vector<RoomLink>, Refusal> links(const Guest& guest, const RoomId& room) {
        Answer<std::vector<RoomLink>> answer;
        chat().links(guest.connection, room, into(answer));
        return take(answer);
    }
    base::Result<void, Refusal> revoke_link(const Guest& guest, const RoomId& room,
                                            const RoomLinkId& link) {
        Answer<void> answer;
        chat().revoke_link(guest.connection, room, link, into(answer));
        return take(answer);
    }
    base::Result<LinkView, Refusal> look_at(const Guest& guest, const std::string& token) {
        Answer<LinkView> answer;
        chat().look_at_link(guest.connection, token, into(answer));
        return take(answer);
    }
    base::Result<RoomView, Refusal> join_by(const Guest& guest, const std::string& token) {
        Answer<RoomView> answer;
        chat().join_by_link(guest.connection, token, into(answer));
        return take(answer);
    }
    base::Result<RoomAuditPage, Refusal> audit(const Guest& guest, RoomAuditRequest request) {
        Answer<RoomAuditPage> answer;
        chat().room_audit(guest.connection, std::move(request), into(answer));
        return take(answer);
    }
    static Named named(const Guest& guest) {
        return {.user = guest.welcome.me.id, .nickname = guest.welcome.me.nickname};
    }
};

}  // namespace chat
