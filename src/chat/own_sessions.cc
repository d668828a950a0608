#include "chat/own_sessions.h"

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/account_refusals.h"
#include "chat/account_store.h"
#include "chat/accounts.h"
#include "chat/audience.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace chat {

void OwnSessions::list(const std::string& token, AccountReply<std::vector<SessionView>> reply) {
    callers_.identify_account<std::vector<SessionView>>(
        token, std::move(reply),
        [this](const Known& known, AccountReply<std::vector<SessionView>> back) {
            ports_.accounts.sessions(
                known.user.id, ports_.clock.wall(),
                ports_.lifeline.guard(
                    [mine = known.session, back = std::move(back)](
                        base::Result<std::vector<Session>, StoreError> found) mutable {
                        if (!found) {
                            back(refuse(account_error_of(found.error())));
                            return;
                        }
                        std::vector<SessionView> views;
                        views.reserve(found->size());
                        for (Session& session : *found) {
                            const auto current =
                                session.id == mine ? SessionView::Mine::yes : SessionView::Mine::no;
                            views.push_back({.session = std::move(session), .current = current});
                        }
                        back(std::move(views));
                    }));
        });
}

void OwnSessions::end(const std::string& token, SessionId session, AccountReply<void> reply) {
    callers_.identify_account<void>(
        token, std::move(reply),
        [this, session = std::move(session)](const Known& known, AccountReply<void> back) {
            const SessionEnd why =
                session == known.session ? SessionEnd::signed_out : SessionEnd::revoked;
            ports_.accounts.end_session(
                known.user.id, session,
                ports_.lifeline.guard(
                    [this, user = known.user.id, session, why,
                     back = std::move(back)](base::Result<void, StoreError> ended) mutable {
                        passing_on(std::move(back))(ended);
                        if (ended) ended_.end(user, session, why);
                    }));
        });
}

void OwnSessions::end_others(const std::string& token, AccountReply<void> reply) {
    callers_.identify_account<void>(
        token, std::move(reply), [this](const Known& known, AccountReply<void> back) {
            ports_.accounts.end_other_sessions(
                known.user.id, known.session,
                ports_.lifeline.guard(
                    [this, user = known.user.id, back = std::move(back)](
                        base::Result<std::vector<SessionId>, StoreError> ended) mutable {
                        if (!ended) {
                            back(refuse(account_error_of(ended.error())));
                            return;
                        }
                        back({});
                        for (const SessionId& session : *ended)
                            ended_.end(user, session, SessionEnd::revoked);
                    }));
        });
}

void OwnSessions::sign_out(const std::string& token, AccountReply<void> reply) {
    callers_.identify<void>(
        token,
        [reply = std::move(reply)](base::Result<void, AccountRefusal> done) mutable {
            // Whose session is over has what they asked for.
            if (!done && done.error().error == AccountError::token_expired) done = {};
            reply(std::move(done));
        },
        [this](const Known& known, AccountReply<void> back) {
            ports_.accounts.end_session(
                known.user.id, known.session,
                ports_.lifeline.guard(
                    [this, user = known.user.id, session = known.session,
                     back = std::move(back)](base::Result<void, StoreError> ended) mutable {
                        if (!ended && ended.error() == StoreError::no_such_session) ended = {};
                        passing_on(std::move(back))(ended);
                        if (ended) ended_.end(user, session, SessionEnd::signed_out);
                    }));
        });
}

}  // namespace chat
