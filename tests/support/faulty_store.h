/// FaultyStore: a chat::Store in front of another one that keeps replies back, fails or loses calls as a test says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "support/faulty_replies.h"

namespace support {

enum class StoreCall : std::uint8_t {
    append,
    page,
    create_room,
    rooms,
    create_user,
    find_user,
    rename_user,
    set_read,
    set_end
};

class FaultyStore final : public chat::Store, public FaultyReplies<StoreCall> {
public:
    using Call = StoreCall;

    FaultyStore(chat::Store& inner, base::Executor& replies)
        : FaultyReplies(replies), inner_(inner) {}

    void append(chat::Append append, chat::StoreReply<chat::Appended> reply) override {
        if (!is_refused(Call::append, reply)) {
            inner_.append(std::move(append), back(Call::append, std::move(reply)));
        }
    }
    void page(chat::PageRequest request, chat::StoreReply<chat::Page> reply) override {
        if (!is_refused(Call::page, reply)) {
            inner_.page(std::move(request), back(Call::page, std::move(reply)));
        }
    }
    void create_room(chat::Room room, chat::User creator,
                     chat::StoreReply<chat::Room> reply) override {
        if (!is_refused(Call::create_room, reply)) {
            inner_.create_room(std::move(room), std::move(creator),
                               back(Call::create_room, std::move(reply)));
        }
    }
    void rooms(chat::StoreReply<std::vector<chat::Room>> reply) override {
        if (!is_refused(Call::rooms, reply)) inner_.rooms(back(Call::rooms, std::move(reply)));
    }
    void create_user(chat::NewUser user, chat::StoreReply<chat::Known> reply) override {
        if (!is_refused(Call::create_user, reply)) {
            inner_.create_user(std::move(user), back(Call::create_user, std::move(reply)));
        }
    }
    void find_user(chat::TokenHash token, base::WallTime now,
                   chat::StoreReply<std::optional<chat::Known>> reply) override {
        if (!is_refused(Call::find_user, reply)) {
            inner_.find_user(std::move(token), now, back(Call::find_user, std::move(reply)));
        }
    }
    void rename_user(chat::UserId user, std::string nickname, std::string name_key,
                     chat::StoreReply<chat::User> reply) override {
        if (!is_refused(Call::rename_user, reply)) {
            inner_.rename_user(std::move(user), std::move(nickname), std::move(name_key),
                               back(Call::rename_user, std::move(reply)));
        }
    }
    void set_read(chat::UserId user, chat::RoomId room, chat::Seq seq,
                  chat::StoreReply<chat::Membership> reply) override {
        if (!is_refused(Call::set_read, reply)) {
            inner_.set_read(std::move(user), std::move(room), seq,
                            back(Call::set_read, std::move(reply)));
        }
    }

private:
    chat::Store& inner_;
};

}  // namespace support
