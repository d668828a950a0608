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
#include "chat/account.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/doorkeeper.h"
#include "chat/ended_sessions.h"
#include "chat/in_charge.h"
#include "chat/permissions.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

class Callers {
public:
    Callers(Ports& ports, const EndedSessions& ended, const Doorkeeper& door)
        : ports_(ports), ended_(ended), door_(door) {}

    /// `then(known, reply)` for whoever holds the token; else `reply` is refused `token_expired`, `suspended` or
    /// `unavailable`.
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
                    } else if (holds((*found)->suspension, ports_.clock.wall())) {
                        reply(refuse_suspended(*(*found)->suspension));
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

    /// `then(doer, reply)` for whoever may do that on the server; others are refused `forbidden`.
    template <typename T, typename Then>
    void identify_in_charge(const Credentials& by, Action action, AccountReply<T> reply,
                            Then then) const {
        if (by.kind == Credentials::Kind::key) {
            // Equal hashes, not equal keys: how long the comparison takes tells nothing about the key.
            const std::string& key = door_.admin_key();
            if (key.empty() || base::sha256(by.secret) != base::sha256(key)) {
                reply(refuse(AccountError::token_expired));
            } else {
                then(Doer{.who = {.user = {}, .nickname = kCommandLine}}, std::move(reply));
            }
            return;
        }
        identify<T>(
            by.secret, std::move(reply),
            [action, then = std::move(then)](const Known& known, AccountReply<T> back) mutable {
                Doer doer{.who = {.user = known.user.id, .nickname = known.user.nickname},
                          .role = known.user.role};
                if (may(doer.rank(), action)) {
                    then(std::move(doer), std::move(back));
                } else {
                    back(refuse(AccountError::forbidden));
                }
            });
    }

private:
    static constexpr std::size_t kTokenBytesMax = 128;  // longer: none of ours

    Ports& ports_;
    const EndedSessions& ended_;
    const Doorkeeper& door_;
};

}  // namespace chat
