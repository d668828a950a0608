#include "chat/ended_sessions.h"

#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/audience.h"
#include "chat/bus_message.h"
#include "chat/ids.h"
#include "chat/people.h"

namespace chat {

bool EndedSessions::is_doubtful(const UserId& user, const SessionId& session, Moment since) const {
    const auto sweep = sweeps_.find(user);
    if (sweep == sweeps_.end() || sweep->second.at <= since) return false;
    const SessionId& kept = sweep->second.keep;
    return kept.value().empty() || kept != session;
}

void EndedSessions::announce_all_but(const UserId& user, const SessionId& keep) {
    ++moment_;
    sweeps_.insert_or_assign(user, Sweep{.keep = keep, .at = moment_});
    sweeps_in_order_.emplace_back(user, moment_);
    if (sweeps_in_order_.size() <= kRememberedMax) return;
    const auto& [oldest, at] = sweeps_in_order_.front();
    const auto sweep = sweeps_.find(oldest);
    if (sweep != sweeps_.end() && sweep->second.at == at) sweeps_.erase(sweep);
    sweeps_in_order_.pop_front();
}

void EndedSessions::end(const UserId& user, const SessionId& session, SessionEnd why) {
    ports_.bus.publish(SessionsEnded{.user = user, .session = session, .keep = {}, .why = why});
    remember(session);
    close_of(user, why, [&session](const SessionId& each) { return each == session; });
}

void EndedSessions::end_all_but(const UserId& user, const SessionId& keep, SessionEnd why) {
    ports_.bus.publish(SessionsEnded{.user = user, .session = {}, .keep = keep, .why = why});
    close_of(user, why, [&keep](const SessionId& each) { return each != keep; });
}

void EndedSessions::on_elsewhere(const SessionsEnded& ended) {
    const SessionId& one = ended.session;
    if (!one.value().empty()) {
        remember(one);
        close_of(ended.user, ended.why, [&one](const SessionId& each) { return each == one; });
        return;
    }
    announce_all_but(ended.user, ended.keep);
    close_of(ended.user, ended.why, [&ended](const SessionId& each) { return each != ended.keep; });
}

template <typename IsOver>
void EndedSessions::close_of(const UserId& user, SessionEnd why, IsOver is_over) {
    const Person* const person = people_.find(user);
    if (person == nullptr) return;
    std::vector<ConnectionId> over;
    for (const Connection* const connection : person->connections) {
        if (!is_over(connection->session)) continue;
        remember(connection->session);
        over.push_back(connection->id);
    }
    close(over, why);
}

void EndedSessions::close(const std::vector<ConnectionId>& connections, SessionEnd why) {
    for (const ConnectionId connection : connections) {
        ports_.audience.end(connection, why);
        closed_(connection);
    }
}

void EndedSessions::remember(const SessionId& session) {
    if (!remembered_.insert(session).second) return;
    in_order_.push_back(session);
    if (in_order_.size() <= kRememberedMax) return;
    remembered_.erase(in_order_.front());
    in_order_.pop_front();
}

}  // namespace chat
