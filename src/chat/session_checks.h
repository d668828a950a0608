/// SessionChecks: after other nodes were not heard for a while, asks the store whether the sessions of those who are here
/// still go on. One that ended meanwhile ends here too.
///
/// Thread:     domain.
/// Owns:       whom it has still to ask about.
/// Invariant:  at most kUnderWayMax questions are with the store at a time. A session that begins while the store is asked is
///             left alone.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/ended_sessions.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/store.h"

namespace chat {

class SessionChecks {
public:
    static constexpr std::size_t kUnderWayMax = 16;
    static constexpr base::Milliseconds kRetry{1000};  ///< after a store that was not there

    SessionChecks(Ports& ports, People& people, EndedSessions& ended)
        : ports_(ports), people_(people), ended_(ended) {}

    /// Everybody who is here by now.
    void check_all();

    [[nodiscard]] std::optional<base::SteadyTime> next_deadline() const { return retry_at_; }
    void on_time();

private:
    /// As they were when the store was asked.
    using Asked = std::vector<std::pair<ConnectionId, SessionId>>;

    void go_on();
    void ask(const UserId& user);
    void on_answer(const UserId& user, const Asked& asked,
                   const base::Result<std::vector<Session>, StoreError>& sessions);

    Ports& ports_;
    People& people_;
    EndedSessions& ended_;
    std::vector<UserId> waiting_;
    std::size_t under_way_ = 0;
    std::optional<base::SteadyTime> retry_at_;
};

}  // namespace chat
