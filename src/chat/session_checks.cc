#include "chat/session_checks.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/audience.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/store.h"

namespace chat {

void SessionChecks::check_all() {
    waiting_.clear();
    waiting_.reserve(people_.present());
    people_.for_each_person([this](const Person& person) { waiting_.push_back(person.user.id); });
    go_on();
}

void SessionChecks::on_time() {
    if (!retry_at_ || *retry_at_ > ports_.clock.now()) return;
    retry_at_.reset();
    go_on();
}

void SessionChecks::go_on() {
    while (!retry_at_ && under_way_ < kUnderWayMax && !waiting_.empty()) {
        const UserId user = std::move(waiting_.back());
        waiting_.pop_back();
        ask(user);
    }
}

void SessionChecks::ask(const UserId& user) {
    const Person* const person = people_.find(user);
    if (person == nullptr) return;
    Asked asked;
    for (const Connection* const connection : person->connections) {
        if (!connection->session.value().empty()) {
            asked.emplace_back(connection->id, connection->session);
        }
    }
    if (asked.empty()) return;
    ++under_way_;
    ports_.accounts.sessions(
        user, ports_.clock.wall(),
        ports_.lifeline.guard([this, user, asked = std::move(asked)](const auto& sessions) {
            --under_way_;
            on_answer(user, asked, sessions);
            go_on();
        }));
}

void SessionChecks::on_answer(const UserId& user, const Asked& asked,
                              const base::Result<std::vector<Session>, StoreError>& sessions) {
    if (!sessions) {
        waiting_.push_back(user);
        retry_at_ = ports_.clock.now() + kRetry;
        return;
    }
    std::vector<ConnectionId> over;
    for (const auto& [id, session] : asked) {
        const Connection* const connection = people_.find(id);
        if (connection == nullptr || connection->session != session) continue;
        if (std::ranges::find(*sessions, session, &Session::id) == sessions->end()) {
            over.push_back(id);
        }
    }
    ended_.close(over, SessionEnd::revoked);
}

}  // namespace chat
