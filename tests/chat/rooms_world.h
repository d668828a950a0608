/// RoomsWorld: people of every role, and all that they ask about rooms.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/sha256.h"
#include "base/unicode.h"
#include "chat/account.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"

namespace chat {

class RoomsWorld : public ChatWorld {
protected:
    using ChatWorld::ChatWorld;

    template <typename T>
    static ChatError error_of(const base::Result<T, Refusal>& answer) {
        EXPECT_FALSE(answer.has_value()) << "was not refused";
        return answer ? ChatError::not_connected : answer.error().error;
    }

    /// Somebody whom the store has known as that; the token is the nickname.
    UserId known(Role role, const std::string& nickname) {
        if (role == Role::guest) {
            memory.create_user({.user = {.id = UserId(nickname), .nickname = nickname},
                                .name_key = base::unicode::skeleton(nickname),
                                .token = base::sha256(nickname),
                                .session = session_of(nickname),
                                .first_room = kLobby},
                               [](const auto& made) { EXPECT_TRUE(made.has_value()); });
        } else {
            memory.create_account(
                {.user = {.id = UserId(nickname), .nickname = nickname, .role = role},
                 .name_key = base::unicode::skeleton(nickname),
                 .password_hash = "a hash",
                 .created = clock.wall(),
                 .session = {.session = session_of(nickname), .token = base::sha256(nickname)},
                 .first_room = kLobby},
                [](const auto& made) { EXPECT_TRUE(made.has_value()); });
        }
        executor.run();
        return UserId(nickname);
    }
    Guest enter_as(Role role, const std::string& nickname) {
        known(role, nickname);
        return come_back(nickname);
    }
    static const UserId& id_of(const Guest& guest) { return guest.welcome.me.id; }

    base::Result<RoomView, Refusal> direct(const Guest& guest, std::vector<UserId> users) {
        Answer<RoomView> answer;
        chat().direct(guest.connection, std::move(users), into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> add(const Guest& guest, const RoomId& room, const UserId& user) {
        Answer<Posted> answer;
        chat().add(guest.connection, {.room = room, .user = user}, into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> kick(const Guest& guest, const RoomId& room, const UserId& user) {
        Answer<Posted> answer;
        chat().kick(guest.connection, {.room = room, .user = user}, into(answer));
        return take(answer);
    }
    base::Result<void, Refusal> ban(const Guest& guest, const RoomId& room, const UserId& user,
                                    std::optional<base::WallTime> until = std::nullopt,
                                    const std::string& reason = {}) {
        Answer<void> answer;
        chat().ban(guest.connection, {.room = room, .user = user, .until = until, .reason = reason},
                   into(answer));
        return take(answer);
    }
    base::Result<void, Refusal> lift_ban(const Guest& guest, const RoomId& room,
                                         const UserId& user) {
        Answer<void> answer;
        chat().lift_ban(guest.connection, {.room = room, .user = user}, into(answer));
        return take(answer);
    }
    base::Result<std::vector<Ban>, Refusal> bans(const Guest& guest, const RoomId& room) {
        Answer<std::vector<Ban>> answer;
        chat().bans(guest.connection, room, into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> set_host(const Guest& guest, const RoomId& room,
                                           const UserId& user,
                                           HostWish::Set set = HostWish::Set::on) {
        Answer<Posted> answer;
        chat().set_host(guest.connection, {.room = room, .user = user, .set = set}, into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> rename(const Guest& guest, const RoomId& room,
                                         const std::string& name) {
        Answer<Posted> answer;
        chat().rename(guest.connection, room, name, into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> set_topic(const Guest& guest, const RoomId& room,
                                            const std::string& topic) {
        Answer<Posted> answer;
        chat().set_topic(guest.connection, room, topic, into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> set_use(const Guest& guest, const RoomId& room, RoomUse use) {
        Answer<Posted> answer;
        chat().set_use(guest.connection, room, use, into(answer));
        return take(answer);
    }
    base::Result<RosterPage, Refusal> roster(const Guest& guest, const RoomId& room,
                                             const UserId& after = {}, std::uint32_t limit = 50) {
        Answer<RosterPage> answer;
        chat().roster(guest.connection, {.room = room, .after = after, .limit = limit},
                      into(answer));
        return take(answer);
    }
    base::Result<std::vector<User>, Refusal> find_people(const Guest& guest,
                                                         const std::string& query) {
        Answer<std::vector<User>> answer;
        chat().find_people(guest.connection, query, into(answer));
        return take(answer);
    }

private:
    [[nodiscard]] Session session_of(const std::string& nickname) const {
        return {.id = SessionId(nickname),
                .user = UserId(nickname),
                .created = clock.wall(),
                .used = clock.wall(),
                .expires = clock.wall() + 24h,
                .lifetime = 24h};
    }
};

}  // namespace chat
