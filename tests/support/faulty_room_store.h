/// FaultyRoomStore: a chat::RoomStore in front of another one that keeps replies back, fails or loses calls as a test
/// says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "support/faulty_replies.h"

namespace support {

enum class RoomCall : std::uint8_t {
    open_direct,
    find_member,
    roster,
    ban,
    lift_ban,
    bans,
    set_preference,
    find_accounts,
    set_end
};

class FaultyRoomStore final : public chat::RoomStore, public FaultyReplies<RoomCall> {
public:
    using Call = RoomCall;

    FaultyRoomStore(chat::RoomStore& inner, base::Executor& replies)
        : FaultyReplies(replies), inner_(inner) {}

    void open_direct(chat::Room room, std::vector<chat::UserId> people,
                     chat::StoreReply<chat::Opened> reply) override {
        if (!is_refused(Call::open_direct, reply)) {
            inner_.open_direct(std::move(room), std::move(people),
                               back(Call::open_direct, std::move(reply)));
        }
    }
    void find_member(chat::RoomId room, chat::UserId user,
                     chat::StoreReply<std::optional<chat::Member>> reply) override {
        if (!is_refused(Call::find_member, reply)) {
            inner_.find_member(std::move(room), std::move(user),
                               back(Call::find_member, std::move(reply)));
        }
    }
    void roster(chat::RosterRequest request, chat::StoreReply<chat::Roster> reply) override {
        if (!is_refused(Call::roster, reply)) {
            inner_.roster(std::move(request), back(Call::roster, std::move(reply)));
        }
    }
    void ban(chat::RoomId room, chat::Ban ban,
             chat::StoreReply<std::optional<chat::Event>> reply) override {
        if (!is_refused(Call::ban, reply)) {
            inner_.ban(std::move(room), std::move(ban), back(Call::ban, std::move(reply)));
        }
    }
    void lift_ban(chat::RoomId room, chat::UserId user, chat::Named by, base::WallTime time,
                  chat::StoreReply<void> reply) override {
        if (!is_refused(Call::lift_ban, reply)) {
            inner_.lift_ban(std::move(room), std::move(user), std::move(by), time,
                            back(Call::lift_ban, std::move(reply)));
        }
    }
    void bans(chat::RoomId room, base::WallTime now,
              chat::StoreReply<std::vector<chat::Ban>> reply) override {
        if (!is_refused(Call::bans, reply)) {
            inner_.bans(std::move(room), now, back(Call::bans, std::move(reply)));
        }
    }
    void set_preference(chat::UserId user, chat::RoomId room, chat::Preference preference,
                        chat::StoreReply<chat::Membership> reply) override {
        if (!is_refused(Call::set_preference, reply)) {
            inner_.set_preference(std::move(user), std::move(room), preference,
                                  back(Call::set_preference, std::move(reply)));
        }
    }
    void find_accounts(std::string key_prefix, std::uint32_t limit,
                       chat::StoreReply<std::vector<chat::User>> reply) override {
        if (!is_refused(Call::find_accounts, reply)) {
            inner_.find_accounts(std::move(key_prefix), limit,
                                 back(Call::find_accounts, std::move(reply)));
        }
    }

private:
    chat::RoomStore& inner_;
};

}  // namespace support
