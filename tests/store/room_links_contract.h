/// RoomLinksContract: what every form of chat::RoomRecords must keep of links into rooms and of the rooms' audits; a
/// form takes part as store_contract.h says. The sentences are in store_contract_{links,room_audit}_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/room_store_contract.h"

namespace store {

class RoomLinksContract : public RoomStoreContract {
protected:
    Answer<chat::RoomLink> make_link(const chat::NewRoomLink& link) {
        return ask<chat::RoomLink>(
            [&](auto reply) { room_records().make_link(link, std::move(reply)); });
    }
    Answer<std::vector<chat::RoomLink>> links(const chat::RoomId& room, std::int64_t now) {
        return ask<std::vector<chat::RoomLink>>(
            [&](auto reply) { room_records().links(room, at(now), std::move(reply)); });
    }
    Answer<void> revoke_link(const chat::RoomId& room, const std::string& link,
                             const chat::User& by, std::int64_t time = 0) {
        return ask<void>([&](auto reply) {
            room_records().revoke_link(room, chat::RoomLinkId(link), named(by), at(time),
                                       std::move(reply));
        });
    }
    std::optional<chat::RoomLink> find_link(const std::string& token, std::int64_t now) {
        const auto found = ask<std::optional<chat::RoomLink>>(
            [&](auto reply) { room_records().find_link(token, at(now), std::move(reply)); });
        EXPECT_TRUE(found.has_value());
        return found ? *found : std::nullopt;
    }
    Answer<chat::RoomAuditPage> audit_page(const chat::RoomAuditRequest& request) {
        return ask<chat::RoomAuditPage>(
            [&](auto reply) { room_records().room_audit(request, std::move(reply)); });
    }
    /// All that stands there, the newest first.
    std::vector<chat::RoomAuditEntry> audit(const chat::RoomId& room) {
        const auto page = audit_page({.room = room, .limit = 1000});
        EXPECT_TRUE(page.has_value());
        return page ? page->entries : std::vector<chat::RoomAuditEntry>();
    }
    /// The newest entry, of which it is known that it is there.
    chat::RoomAuditEntry last_deed(const chat::RoomId& room) {
        const auto all = audit(room);
        EXPECT_FALSE(all.empty());
        return all.empty() ? chat::RoomAuditEntry() : all.front();
    }

    // --- the cast ---

    static chat::Named named(const chat::User& user) {
        return {.user = user.id, .nickname = user.nickname};
    }
    /// Of the token "token of <id>", made at(100), good until at(1'000).
    static chat::NewRoomLink link_of(const chat::RoomId& room, const std::string& id,
                                     const chat::User& by, std::uint32_t uses_max = 0) {
        return {.link = {.id = chat::RoomLinkId(id),
                         .room = room,
                         .creator = named(by),
                         .created = at(100),
                         .expires = at(1'000),
                         .uses_max = uses_max},
                .token = "token of " + id};
    }
    /// Somebody who joins by the link of that id.
    static chat::Append joining(const chat::RoomId& room, const chat::User& user,
                                const std::string& link, std::int64_t time = 200) {
        chat::Append append = change(room, chat::EventKind::member_joined, user);
        append.time = at(time);
        append.link = "token of " + link;
        return append;
    }
};

}  // namespace store
