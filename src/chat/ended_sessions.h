/// EndedSessions: sessions end here too: their connections are told and closed, and who is just arriving by one does
/// not get in.
///
/// Thread:     domain.
/// Owns:       the ids of the sessions that ended last, and who ended all of theirs but one, kRememberedMax of each:
///             whatever is on its way may have been read from the store just before.
/// Invariant:  what was read of somebody's sessions or password before they ended them is not acted upon after.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/audience.h"
#include "chat/bus_message.h"
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

    /// Taken before the store is asked, for is_doubtful() when it has answered.
    using Moment = std::uint64_t;
    [[nodiscard]] Moment moment() const { return moment_; }
    /// Whether what the store was asked at `since` about this session (an empty one: about the user's password) may be
    /// of before all others, or all, ended: ask again.
    [[nodiscard]] bool is_doubtful(const UserId& user, const SessionId& session,
                                   Moment since) const;

    /// The store is about to be asked to end all of the user's sessions but one (an empty one: all).
    void announce_all_but(const UserId& user, const SessionId& keep);

    /// One session of the user.
    void end(const UserId& user, const SessionId& session, SessionEnd why);
    /// All of the user's connections but those of one session; an empty one keeps none.
    void end_all_but(const UserId& user, const SessionId& keep, SessionEnd why);
    /// Another node ended them.
    void on_elsewhere(const SessionsEnded& ended);
    /// Connections whose sessions go on.
    void close(const std::vector<ConnectionId>& connections, SessionEnd why);

private:
    /// All sessions of somebody but one.
    struct Sweep {
        SessionId keep;
        Moment at = 0;
    };

    template <typename IsOver>
    void close_of(const UserId& user, SessionEnd why, IsOver is_over);
    void remember(const SessionId& session);

    Ports& ports_;
    People& people_;
    std::move_only_function<void(ConnectionId)> closed_;
    std::unordered_set<SessionId> remembered_;
    std::deque<SessionId> in_order_;
    Moment moment_ = 0;
    std::unordered_map<UserId, Sweep> sweeps_;
    std::deque<std::pair<UserId, Moment>> sweeps_in_order_;
};

}  // namespace chat
