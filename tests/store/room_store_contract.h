/// RoomStoreContract: what every form of chat::RoomStore must keep; a form takes part as store_contract.h says.
/// The sentences are in store_contract_{rooms,hosts,bans,direct}_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/account_store_contract.h"

namespace store {

class RoomStoreContract : public AccountStoreContract {
protected:
    Answer<chat::Opened> open_direct(const chat::Room& room,
                                     const std::vector<chat::UserId>& people) {
        return ask<chat::Opened>(
            [&](auto reply) { room_store().open_direct(room, people, std::move(reply)); });
    }
    Answer<std::optional<chat::Member>> find_member(const chat::RoomId& room,
                                                    const std::string& user) {
        return ask<std::optional<chat::Member>>([&](auto reply) {
            room_store().find_member(room, chat::UserId(user), std::move(reply));
        });
    }
    Answer<chat::Roster> roster(const chat::RosterRequest& request) {
        return ask<chat::Roster>(
            [&](auto reply) { room_store().roster(request, std::move(reply)); });
    }
    Answer<std::optional<chat::Event>> ban(const chat::RoomId& room, const chat::Ban& ban) {
        return ask<std::optional<chat::Event>>(
            [&](auto reply) { room_store().ban(room, ban, std::move(reply)); });
    }
    Answer<void> lift_ban(const chat::RoomId& room, const chat::User& user) {
        return ask<void>([&](auto reply) {
            room_store().lift_ban(room, user.id, {.user = user.id, .nickname = user.nickname},
                                  at(0), std::move(reply));
        });
    }
    Answer<std::vector<chat::Ban>> bans(const chat::RoomId& room, std::int64_t now) {
        return ask<std::vector<chat::Ban>>(
            [&](auto reply) { room_store().bans(room, at(now), std::move(reply)); });
    }
    Answer<std::vector<chat::User>> find_accounts(const std::string& prefix,
                                                  std::uint32_t limit = 10) {
        return ask<std::vector<chat::User>>(
            [&](auto reply) { room_store().find_accounts(prefix, limit, std::move(reply)); });
    }

    // --- the cast ---

    /// The room as the store has it now.
    chat::Room room(const chat::RoomId& id) {
        const auto all = rooms();
        for (const chat::Room& each : all ? *all : std::vector<chat::Room>()) {
            if (each.id == id) return each;
        }
        ADD_FAILURE() << "no room " << id.value();
        return {};
    }
    /// Somebody joins who was no member.
    void join(const chat::RoomId& id, const chat::User& user) {
        EXPECT_TRUE(append(change(id, chat::EventKind::member_joined, user)).has_value());
    }
    /// What is done to the room.
    chat::Append to_room(const chat::RoomId& id, chat::EventKind kind, const chat::User& actor,
                         const std::string& text = {}) {
        chat::Append append = change(id, kind, actor);
        append.text = text;
        append.name_key = text;
        return append;
    }
    /// What `by` does to `actor`.
    static chat::Append by(const chat::RoomId& id, chat::EventKind kind, const chat::User& actor,
                           const chat::User& by) {
        chat::Append append = change(id, kind, actor);
        append.by = chat::Named{.user = by.id, .nickname = by.nickname};
        return append;
    }
    static chat::Ban ban_of(const chat::User& user, const chat::User& by,
                            std::optional<std::int64_t> until = {}) {
        chat::Ban ban{.user = user.id,
                      .nickname = user.nickname,
                      .by = {.user = by.id, .nickname = by.nickname},
                      .created = at(100),
                      .reason = "enough"};
        if (until) ban.until = at(*until);
        return ban;
    }
};

}  // namespace store
