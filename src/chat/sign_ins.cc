#include "chat/sign_ins.h"

#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "base/sha256.h"
#include "chat/account.h"
#include "chat/account_refusals.h"
#include "chat/account_store.h"
#include "chat/accounts.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/names.h"
#include "chat/new_session.h"
#include "chat/password_rules.h"
#include "chat/passwords.h"
#include "chat/secrets.h"
#include "chat/store.h"

namespace chat {

using Verdict = Passwords::Verdict;

base::Milliseconds SignIns::attempt(const std::string& name_key, const std::string& address) {
    if (ports_.limits.rate_limits == Limits::RateLimits::off) return base::Milliseconds(0);
    return guessing_.attempt(name_key, address, ports_.clock.now());
}

void SignIns::sign_in(SignIn request, AccountReply<SignedIn> reply) {
    const std::optional<Name> name =
        nickname_from(request.name, ports_.limits.nickname_characters_max);
    if (!name || request.password.size() > kPasswordBytesMax) {
        // Neither can be anybody's: whoever asks learns nothing by being told at once.
        reply(refuse(AccountError::credentials_wrong));
        return;
    }
    const base::Milliseconds wait = attempt(name->key, request.caller.address);
    if (wait > base::Milliseconds(0)) {
        ports_.metrics.sign_ins_limited.add();
        reply(base::fail(AccountRefusal{.error = AccountError::rate_limited, .retry_after = wait}));
        return;
    }
    find({.request = std::move(request), .reply = std::move(reply), .name_key = name->key});
}

void SignIns::find(Entering entering) {
    entering.since = ended_.moment();
    std::string key = entering.name_key;
    ports_.accounts.find_account(
        std::move(key),
        ports_.lifeline.guard([this, entering = std::move(entering)](
                                  base::Result<std::optional<Account>, StoreError> found) mutable {
            if (!found) {
                guessing_.give_back(entering.name_key, entering.request.caller.address);
                entering.reply(refuse(AccountError::unavailable));
                return;
            }
            verify(std::move(entering), *found);
        }));
}

void SignIns::verify(Entering entering, const std::optional<Account>& account) {
    std::string password = password_from(entering.request.password);
    const UserId user = account ? account->user.id : UserId();
    ports_.passwords.verify(
        std::move(password), account ? account->password_hash : std::string(),
        ports_.lifeline.guard(
            [this, user, suspension = account ? account->suspension : std::nullopt,
             entering = std::move(entering)](base::Result<Verdict, PasswordError> verdict) mutable {
                if (verdict && *verdict == Verdict::differs) {
                    ports_.metrics.sign_ins_wrong.add();
                    entering.reply(refuse(AccountError::credentials_wrong));
                    return;
                }
                if (verdict && ended_.is_doubtful(user, {}, entering.since)) {
                    find(std::move(entering));  // what matches may be the old password by now
                    return;
                }
                guessing_.give_back(entering.name_key, entering.request.caller.address);
                if (!verdict) {
                    entering.reply(refuse(AccountError::unavailable));
                    return;
                }
                if (holds(suspension, ports_.clock.wall())) {
                    entering.reply(refuse_suspended(*std::move(suspension)));
                    return;
                }
                begin(std::move(entering), user);
            }));
}

void SignIns::begin(Entering entering, const UserId& user) {
    std::string token = ports_.random.token(kTokenCharacters);
    NewSession session = new_session(ports_, user, entering.request.keep, entering.request.caller,
                                     base::sha256(token));
    ports_.accounts.begin_session(
        std::move(session),
        ports_.lifeline.guard([this, reply = std::move(entering.reply), token = std::move(token)](
                                  base::Result<Known, StoreError> known) mutable {
            if (!known) {
                reply(refuse(account_error_of(known.error())));
                return;
            }
            ports_.metrics.sign_ins.add();
            reply(SignedIn{.user = std::move(known->user),
                           .token = std::move(token),
                           .session = std::move(known->session)});
        }));
}

void SignIns::change_password(const std::string& token, std::string current, std::string next,
                              Caller caller, AccountReply<void> reply) {
    callers_.identify_account<void>(
        token, std::move(reply),
        [this, since = ended_.moment(), hash = base::sha256(token), current = std::move(current),
         next = std::move(next),
         caller = std::move(caller)](Known known, AccountReply<void> back) mutable {
            const UserId user = known.user.id;
            Changing changing{.account = {},
                              .session = std::move(known.session),
                              .token = std::move(hash),
                              .since = since,
                              .current = std::move(current),
                              .next = std::move(next),
                              .caller = std::move(caller),
                              .reply = std::move(back)};
            ports_.accounts.account_of(
                user, ports_.lifeline.guard(
                          [this, changing = std::move(changing)](
                              base::Result<std::optional<Account>, StoreError> found) mutable {
                              if (!found || !*found) {
                                  changing.reply(refuse(found ? AccountError::not_an_account
                                                              : AccountError::unavailable));
                                  return;
                              }
                              changing.account = **std::move(found);
                              verify(std::move(changing));
                          }));
        });
}

void SignIns::verify(Changing changing) {
    if (!may_be_password(changing.next, changing.account.name_key)) {
        changing.reply(refuse(AccountError::password_invalid));
        return;
    }
    if (changing.current.size() > kPasswordBytesMax) {
        changing.reply(refuse(AccountError::password_wrong));
        return;
    }
    const std::string name_key = changing.account.name_key;
    const std::string address = changing.caller.address;
    const base::Milliseconds wait = attempt(name_key, address);
    if (wait > base::Milliseconds(0)) {
        changing.reply(
            base::fail(AccountRefusal{.error = AccountError::rate_limited, .retry_after = wait}));
        return;
    }
    // Read before `changing` moves: which argument is evaluated first is the compiler's choice.
    std::string current = password_from(changing.current);
    std::string known_hash = changing.account.password_hash;
    ports_.passwords.verify(
        std::move(current), std::move(known_hash),
        ports_.lifeline.guard([this, name_key, address, changing = std::move(changing)](
                                  base::Result<Verdict, PasswordError> verdict) mutable {
            if (verdict && *verdict == Verdict::differs) {
                changing.reply(refuse(AccountError::password_wrong));
                return;
            }
            guessing_.give_back(name_key, address);
            if (verdict) {
                hash(std::move(changing));
            } else {
                changing.reply(refuse(AccountError::unavailable));
            }
        }));
}

void SignIns::hash(Changing changing) {
    std::string next = password_from(changing.next);
    ports_.passwords.hash(
        std::move(next),
        ports_.lifeline.guard([this, changing = std::move(changing)](
                                  base::Result<std::string, PasswordError> hashed) mutable {
            if (hashed) {
                keep(std::move(changing), *std::move(hashed));
            } else {
                changing.reply(refuse(AccountError::unavailable));
            }
        }));
}

void SignIns::keep(Changing changing, std::string password_hash) {
    const UserId user = changing.account.user.id;
    if (ended_.is_doubtful(user, changing.session, changing.since)) {
        changing.reply(refuse(AccountError::unavailable));
        return;
    }
    ended_.announce_all_but(user, changing.session);
    ports_.accounts.set_password(
        user, std::move(password_hash), changing.token,
        ports_.lifeline.guard(
            [this, user, session = changing.session,
             reply = std::move(changing.reply)](base::Result<void, StoreError> kept) mutable {
                if (!kept) {
                    reply(refuse(account_error_of(kept.error())));
                    return;
                }
                reply({});
                ended_.end_all_but(user, session, SessionEnd::password_changed);
            }));
}

}  // namespace chat
