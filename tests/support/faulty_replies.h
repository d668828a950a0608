/// FaultyReplies: what the doubles in front of a store do to its calls: keep replies back, fail or lose them, as a
/// test says.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

#include "base/executor.h"
#include "base/result.h"
#include "chat/store.h"

namespace support {

/// Call is an enum whose last enumerator is `set_end`.
template <typename Call>
class FaultyReplies {
public:
    explicit FaultyReplies(base::Executor& replies) : replies_(replies) {}

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

protected:
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

private:
    struct Kind {
        int calls = 0;
        int failures = 0;
        int lost_answers = 0;
        bool is_held = false;
        std::deque<base::Job> held;
    };
    Kind& of(Call call) { return calls_.at(static_cast<std::size_t>(call)); }

    base::Executor& replies_;
    std::array<Kind, static_cast<std::size_t>(Call::set_end)> calls_;
};

}  // namespace support
