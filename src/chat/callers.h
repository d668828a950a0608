/// Callers: who asks, by their token.
///
/// Thread:     domain.
/// Owns:       nothing.
/// Invariant:  a request is refused here or handed on, once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "base/sha256.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/ended_sessions.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

class Callers {
public:
    Callers(Ports& ports, const EndedSessions& ended) : ports_(ports), ended_(ended) {}

    /// `then(known, reply)` for whoever holds the token; else `reply` is refused `token_expired` or `unavailable`.
    template <typename T, typename Then>
    void identify(const std::string& token, AccountReply<T> reply, Then then) const {
        if (token.empty() || token.size() > kTokenBytesMax) {
            reply(refuse(AccountError::token_expired));
            return;
        }
        ports_.store.find_user(
            base::sha256(token), ports_.clock.wall(),
            ports_.lifeline.guard(
                [this, since = ended_.moment(), reply = std::move(reply), then = std::move(then)](
                    base::Result<std::optional<Known>, StoreError> found) mutable {
                    const bool is_over = found && (!*found || ended_.contains((*found)->session));
                    if (is_over) {
                        reply(refuse(AccountError::token_expired));
                    } else if (!found ||
                               ended_.is_doubtful((*found)->user.id, (*found)->session, since)) {
                        reply(refuse(AccountError::unavailable));
                    } else {
                        then(**found, std::move(reply));
                    }
                }));
    }

    /// The same for those who have an account; a guest is refused `not_an_account`.
    template <typename T, typename Then>
    void identify_account(const std::string& token, AccountReply<T> reply, Then then) const {
        identify<T>(token, std::move(reply),
                    [then = std::move(then)](const Known& known, AccountReply<T> back) mutable {
                        if (known.user.role == Role::guest) {
                            back(refuse(AccountError::not_an_account));
                        } else {
                            then(known, std::move(back));
                        }
                    });
    }

private:
    static constexpr std::size_t kTokenBytesMax = 128;  // longer: none of ours

    Ports& ports_;
    const EndedSessions& ended_;
};

}  // namespace chat
