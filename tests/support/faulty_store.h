/// FaultyStore: a chat::Store in front of another one that keeps replies back, fails or loses calls as a test says.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/result.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"

namespace support {

class FaultyStore final : public chat::Store {
public:
    enum class Call : std::uint8_t {
        append,
        page,
        create_room,
        rooms,
        create_user,
        find_user,
        rename_user,
        set_read
    };

    FaultyStore(chat::Store& inner, base::Executor& replies) : inner_(inner), replies_(replies) {}

    /// From now on the calls are done, but their replies stay here until let_go().
    void hold(Call call) { of(call).is_held = true; }
    void let_go(Call call) {
        of(call).is_held = false;
        std::deque<base::Job> held = std::exchange(of(call).held, {});
        for (base::Job& job : held)
            job();
    }
    /// The next `times` calls are refused as unavailable; nothing is kept.
    void fail(Call call, int times) { of(call).failures = times; }
    /// The next `times` calls are done, but the caller hears `unavailable`: an answer lost on the way.
    void lose_answers(Call call, int times) { of(call).lost_answers = times; }

    [[nodiscard]] int calls(Call call) const {
        return calls_.at(static_cast<std::size_t>(call)).calls;
    }

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
    void find_user(chat::TokenHash token, base::WallTime now, base::WallTime expires,
                   chat::StoreReply<std::optional<chat::Known>> reply) override {
        if (!is_refused(Call::find_user, reply)) {
            inner_.find_user(std::move(token), now, expires,
                             back(Call::find_user, std::move(reply)));
        }
    }
    void rename_user(chat::UserId user, std::string nickname,
                     chat::StoreReply<chat::User> reply) override {
        if (!is_refused(Call::rename_user, reply)) {
            inner_.rename_user(std::move(user), std::move(nickname),
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
    struct Kind {
        int calls = 0;
        int failures = 0;
        int lost_answers = 0;
        bool is_held = false;
        std::deque<base::Job> held;
    };
    Kind& of(Call call) { return calls_.at(static_cast<std::size_t>(call)); }

    template <typename T>
    bool is_refused(Call call, chat::StoreReply<T>& reply) {
        Kind& kind = of(call);
        ++kind.calls;
        if (kind.failures == 0) return false;
        --kind.failures;
        replies_.post([reply = std::move(reply)]() mutable {
            reply(base::fail(chat::StoreError::unavailable));
        });
        return true;
    }

    template <typename T>
    chat::StoreReply<T> back(Call call, chat::StoreReply<T> reply) {
        Kind& kind = of(call);
        const bool is_lost = kind.lost_answers > 0;
        if (is_lost) --kind.lost_answers;
        return [&kind, is_lost,
                reply = std::move(reply)](base::Result<T, chat::StoreError> answer) mutable {
            if (is_lost) answer = base::fail(chat::StoreError::unavailable);
            if (!kind.is_held) {
                reply(std::move(answer));
                return;
            }
            kind.held.emplace_back(
                [reply = std::move(reply), answer = std::move(answer)]() mutable {
                    reply(std::move(answer));
                });
        };
    }

    chat::Store& inner_;
    base::Executor& replies_;
    std::array<Kind, 8> calls_;
};

}  // namespace support
