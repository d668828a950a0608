/// EndedSessions: sessions end here too: their connections are told and closed, and who is just arriving by one does
/// not get in.
///
/// Thread:     domain.
/// Owns:       the ids of the sessions that ended last, kRememberedMax of them: an arrival may have read a session from
///             the store just before it ended there.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <unordered_set>

#include "chat/account.h"
#include "chat/audience.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"

namespace chat {

class EndedSessions {
public:
    static constexpr std::size_t kRememberedMax = 10'000;

    /// closed  as Chat::disconnect(): the connection is gone for the domain
    EndedSessions(Ports& ports, People& people, std::move_only_function<void(ConnectionId)> closed)
        : ports_(ports), people_(people), closed_(std::move(closed)) {}

    [[nodiscard]] bool contains(const SessionId& session) const {
        return remembered_.contains(session);
    }

    /// One session of the user.
    void end(const UserId& user, const SessionId& session, SessionEnd why);
    /// All of the user's connections but those of one session; an empty one keeps none.
    void end_all_but(const UserId& user, const SessionId& keep, SessionEnd why);

private:
    template <typename IsOver>
    void close(const UserId& user, SessionEnd why, IsOver is_over);
    void remember(const SessionId& session);

    Ports& ports_;
    People& people_;
    std::move_only_function<void(ConnectionId)> closed_;
    std::unordered_set<SessionId> remembered_;
    std::deque<SessionId> in_order_;
};

}  // namespace chat
