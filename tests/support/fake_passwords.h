/// FakePasswords: hashes that anybody can read, made at once and answered in the executor's turn; refused or kept back
/// as a test says.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>

#include "base/executor.h"
#include "base/result.h"
#include "chat/passwords.h"

namespace support {

class FakePasswords final : public chat::Passwords {
public:
    explicit FakePasswords(base::Executor& replies) : replies_(replies) {}

    static std::string hash_of(const std::string& password) { return "fake:" + password; }

    void hash(std::string password,
              std::move_only_function<void(base::Result<std::string, chat::PasswordError>)> reply)
        override {
        ++hashed;
        answer<std::string>(hash_of(password), std::move(reply));
    }
    void verify(
        std::string password, std::string hash,
        std::move_only_function<void(base::Result<Verdict, chat::PasswordError>)> reply) override {
        ++verified;
        if (hash.empty()) ++verified_of_nobody;
        answer<Verdict>(hash == hash_of(password) ? Verdict::matches : Verdict::differs,
                        std::move(reply));
    }

    /// From now on the answers stay here until let_go().
    void hold() { is_held_ = true; }
    void let_go() {
        is_held_ = false;
        for (base::Job& job : std::exchange(held_, {}))
            replies_.post(std::move(job));
    }
    /// The oldest of them alone.
    void let_one_go() {
        replies_.post(std::move(held_.front()));
        held_.pop_front();
    }
    /// The next `times` calls are refused.
    void fail(int times) { failures_ = times; }

    int hashed = 0;
    int verified = 0;
    int verified_of_nobody = 0;

private:
    template <typename T, typename Reply>
    void answer(T value, Reply reply) {
        base::Result<T, chat::PasswordError> result = std::move(value);
        if (failures_ > 0) {
            --failures_;
            result = base::fail(chat::PasswordError::unavailable);
        }
        base::Job job = [reply = std::move(reply), result = std::move(result)]() mutable {
            reply(std::move(result));
        };
        if (is_held_) {
            held_.push_back(std::move(job));
        } else {
            replies_.post(std::move(job));
        }
    }

    base::Executor& replies_;
    int failures_ = 0;
    bool is_held_ = false;
    std::deque<base::Job> held_;
};

}  // namespace support
