#include "chat/sign_ups.h"

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
#include "chat/nicknames.h"
#include "chat/password_rules.h"
#include "chat/passwords.h"
#include "chat/people.h"
#include "chat/profile_notices.h"
#include "chat/room.h"
#include "chat/secrets.h"
#include "chat/store.h"

namespace chat {

void SignUps::sign_up(SignUp request, AccountReply<SignedIn> reply) {
    std::optional<Name> name = nickname_from(request.name, ports_.limits.nickname_characters_max);
    if (!name) {
        reply(refuse(AccountError::name_invalid));
        return;
    }
    if (!may_be_password(request.password, name->key)) {
        reply(refuse(AccountError::password_invalid));
        return;
    }
    if (std::optional<AccountRefusal> refusal = refusal_at_the_door(request)) {
        reply(base::fail(*std::move(refusal)));
        return;
    }
    const Role role = request.owner_key.empty() ? Role::member : Role::owner;
    Making making{.request = std::move(request),
                  .reply = std::move(reply),
                  .name = *std::move(name),
                  .user = {.id = UserId(ports_.random.token(kIdCharacters)),
                           .nickname = {},
                           .role = role,
                           .created = ports_.clock.wall()}};
    making.user.nickname = making.name.text;
    check_invite(std::move(making));
}

std::optional<AccountRefusal> SignUps::refusal_at_the_door(const SignUp& request) {
    const base::SteadyTime now = ports_.clock.now();
    const bool is_limited = ports_.limits.rate_limits == Limits::RateLimits::on;
    if (!request.owner_key.empty()) {
        const base::Milliseconds wait =
            is_limited ? guessing_.attempt({}, request.caller.address, now) : base::Milliseconds(0);
        if (wait > base::Milliseconds(0)) {
            return AccountRefusal{.error = AccountError::rate_limited, .retry_after = wait};
        }
        // Equal hashes, not equal keys: how long the comparison takes tells nothing about the key.
        if (door_.owner_key().empty() ||
            base::sha256(request.owner_key) != base::sha256(door_.owner_key())) {
            return AccountRefusal{.error = AccountError::owner_key_invalid};
        }
        guessing_.give_back({}, request.caller.address);
    } else if (door_.registration() == Registration::closed) {
        return AccountRefusal{.error = AccountError::registration_closed};
    } else if (is_invite_needed(request) && request.invite.empty()) {
        return AccountRefusal{.error = AccountError::invite_needed};
    }
    const base::Milliseconds wait =
        is_limited ? guessing_.make(request.caller.address, now) : base::Milliseconds(0);
    if (wait > base::Milliseconds(0)) {
        return AccountRefusal{.error = AccountError::rate_limited, .retry_after = wait};
    }
    return std::nullopt;
}

bool SignUps::is_invite_needed(const SignUp& request) const {
    return request.owner_key.empty() && door_.registration() == Registration::invite;
}

void SignUps::check_invite(Making making) {
    if (!is_invite_needed(making.request)) {
        find_guest(std::move(making));
        return;
    }
    if (ports_.limits.rate_limits == Limits::RateLimits::on) {
        const base::Milliseconds wait =
            guessing_.attempt({}, making.request.caller.address, ports_.clock.now());
        if (wait > base::Milliseconds(0)) {
            making.reply(base::fail(
                AccountRefusal{.error = AccountError::rate_limited, .retry_after = wait}));
            return;
        }
    }
    // Read before `making` moves: which argument is evaluated first is the compiler's choice.
    SecretHash code = base::sha256(making.request.invite);
    ports_.accounts.find_invite(
        std::move(code), ports_.clock.wall(),
        ports_.lifeline.guard([this, making = std::move(making)](
                                  base::Result<std::optional<Invite>, StoreError> found) mutable {
            if (found && !*found) {
                making.reply(refuse(AccountError::invite_invalid));
                return;
            }
            guessing_.give_back({}, making.request.caller.address);
            if (found) {
                find_guest(std::move(making));
            } else {
                making.reply(refuse(AccountError::unavailable));
            }
        }));
}

void SignUps::find_guest(Making making) {
    const std::string token = making.request.token;
    if (token.empty()) {
        take_name(std::move(making));
        return;
    }
    AccountReply<SignedIn> reply = std::exchange(making.reply, nullptr);
    callers_.identify<SignedIn>(
        token, std::move(reply),
        [this, making = std::move(making)](Known guest, AccountReply<SignedIn> back) mutable {
            if (guest.user.role != Role::guest) {
                back(refuse(AccountError::has_account));
                return;
            }
            making.reply = std::move(back);
            making.user.id = guest.user.id;
            making.user.created = guest.user.created;
            making.user.status = std::move(guest.user.status);
            making.user.hue = guest.user.hue;
            take_name(std::move(making));
        });
}

void SignUps::take_name(Making making) {
    if (nicknames_.take(making.name.key, making.user.id) == Nicknames::Take::held_by_another) {
        refuse_taken(std::move(making));
        return;
    }
    std::string key = making.name.key;  // before `making` moves
    ports_.accounts.find_account(
        std::move(key),
        ports_.lifeline.guard([this, making = std::move(making)](
                                  base::Result<std::optional<Account>, StoreError> found) mutable {
            if (found && !*found) {
                hash(std::move(making));
                return;
            }
            nicknames_.give_back(making.name.key, making.user.id);
            if (found) {
                refuse_taken(std::move(making));
            } else {
                making.reply(refuse(AccountError::unavailable));
            }
        }));
}

void SignUps::hash(Making making) {
    std::string password = password_from(making.request.password);
    making.request.password.clear();
    ports_.passwords.hash(
        std::move(password),
        ports_.lifeline.guard([this, making = std::move(making)](
                                  base::Result<std::string, PasswordError> hashed) mutable {
            if (hashed) {
                keep(std::move(making), *std::move(hashed));
                return;
            }
            nicknames_.give_back(making.name.key, making.user.id);
            making.reply(refuse(AccountError::unavailable));
        }));
}

void SignUps::keep(Making making, std::string password_hash) {
    std::string token = ports_.random.token(kTokenCharacters);
    const base::WallTime now = ports_.clock.wall();
    NewAccount account{.user = making.user,
                       .name_key = making.name.key,
                       .password_hash = std::move(password_hash),
                       .created = now,
                       .session = new_session(ports_, making.user.id, making.request.keep,
                                              making.request.caller, base::sha256(token)),
                       .invite = {},
                       .claim = making.user.role == Role::owner ? NewAccount::Claim::owner
                                                                : NewAccount::Claim::none,
                       .first_room = kLobby};
    if (is_invite_needed(making.request)) account.invite = base::sha256(making.request.invite);
    if (!making.request.token.empty())
        ended_.announce_all_but(making.user.id, account.session.session.id);
    ports_.accounts.create_account(
        std::move(account),
        ports_.lifeline.guard([this, making = std::move(making), token = std::move(token)](
                                  base::Result<Known, StoreError> made) mutable {
            on_made(std::move(making), std::move(token), std::move(made));
        }));
}

void SignUps::on_made(Making making, std::string token, base::Result<Known, StoreError> made) {
    if (!made) {
        nicknames_.give_back(making.name.key, making.user.id);
        if (made.error() == StoreError::name_taken) {
            refuse_taken(std::move(making));
        } else {
            making.reply(refuse(account_error_of(made.error())));
        }
        return;
    }
    ports_.metrics.accounts_made.add();
    making.user = made->user;
    const SessionId session = made->session;
    making.reply(SignedIn{.user = std::move(made->user),
                          .token = std::move(token),
                          .session = std::move(made->session)});
    become(making, session);
}

/// The guest who is present is somebody else to the others now, and comes back by the new token.
void SignUps::become(const Making& making, const SessionId& session) {
    Person* const person = people_.find(making.user.id);
    if (person == nullptr) {
        nicknames_.give_back(making.name.key, making.user.id);
        if (making.request.token.empty()) return;  // they were nobody before
        notices_.tell(making.user, making.name.key);
        ended_.end_all_but(making.user.id, session, SessionEnd::became_account);
        return;
    }
    nicknames_.give_back(person->name_key, making.user.id);
    person->name_key = making.name.key;
    person->user = making.user;
    notices_.tell(*person);
    ended_.end_all_but(making.user.id, session, SessionEnd::became_account);
}

void SignUps::refuse_taken(Making making) {
    making.reply(
        base::fail(AccountRefusal{.error = AccountError::name_taken,
                                  .suggestions = nicknames_.suggestions(
                                      making.name, ports_.limits.nickname_characters_max)}));
}

}  // namespace chat
