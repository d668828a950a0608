#include "chat/profiles.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unicode.h"
#include "chat/account.h"
#include "chat/account_refusals.h"
#include "chat/account_store.h"
#include "chat/accounts.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/names.h"
#include "chat/nicknames.h"
#include "chat/people.h"
#include "chat/profile_notices.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {
namespace {

constexpr std::int16_t kHueMax = 359;

/// What may be kept of it, cleaned. nullopt: a status of too many characters, or no hue.
std::optional<ProfileChange> valid(ProfileChange change) {
    if (change.hue && (*change.hue < kHueOfName || *change.hue > kHueMax)) return std::nullopt;
    if (change.status) {
        *change.status = base::unicode::clean_name(*change.status);
        if (base::unicode::count_characters(*change.status) > kStatusCharactersMax) {
            return std::nullopt;
        }
    }
    return change;
}

}  // namespace

void Profiles::me(const std::string& token, AccountReply<User> reply) {
    callers_.identify<User>(token, std::move(reply), [](Known known, AccountReply<User> back) {
        back(std::move(known.user));
    });
}

void Profiles::change(const std::string& token, ProfileChange change, AccountReply<User> reply) {
    callers_.identify<User>(
        token, std::move(reply),
        [this, change = std::move(change)](const Known& known, AccountReply<User> back) mutable {
            on_known(known.user, std::move(change), std::move(back));
        });
}

void Profiles::on_known(const User& user, ProfileChange change, AccountReply<User> reply) {
    std::optional<ProfileChange> cleaned = valid(std::move(change));
    if (!cleaned) {
        reply(refuse(AccountError::profile_invalid));
        return;
    }
    if (ports_.limits.rate_limits == Limits::RateLimits::on) {
        const base::Milliseconds wait = guessing_.change(user.id.value(), ports_.clock.now());
        if (wait > base::Milliseconds(0)) {
            ports_.metrics.rate_limited.add();
            reply(base::fail(
                AccountRefusal{.error = AccountError::rate_limited, .retry_after = wait}));
            return;
        }
    }
    Changing changing{
        .user = user.id, .change = *std::move(cleaned), .name = {}, .reply = std::move(reply)};
    if (changing.change.nickname) {
        const std::optional<Name> name =
            nickname_from(*changing.change.nickname, ports_.limits.nickname_characters_max);
        if (!name) {
            changing.reply(refuse(AccountError::name_invalid));
            return;
        }
        changing.name = *name;
        changing.change.nickname = name->text;
        if (nicknames_.take(name->key, user.id) == Nicknames::Take::held_by_another) {
            refuse_taken(std::move(changing));
            return;
        }
    }
    ProfileChange asked = changing.change;
    std::string key = changing.name.key;
    ports_.accounts.change_profile(
        user.id, std::move(asked), std::move(key),
        ports_.lifeline.guard(
            [this, changing = std::move(changing)](base::Result<User, StoreError> changed) mutable {
                on_changed(std::move(changing), std::move(changed));
            }));
}

void Profiles::on_changed(Changing changing, base::Result<User, StoreError> changed) {
    const std::string& key = changing.name.key;
    Person* const person = people_.find(changing.user);
    if (!key.empty()) {
        // Whoever is present keeps the hold of the name they have now.
        const bool is_theirs = changed && person != nullptr;
        nicknames_.give_back(is_theirs ? person->name_key : key, changing.user);
        if (is_theirs) person->name_key = key;
    }
    if (!changed) {
        if (changed.error() == StoreError::name_taken) {
            refuse_taken(std::move(changing));
        } else {
            changing.reply(refuse(account_error_of(changed.error())));
        }
        return;
    }
    const User user = *changed;
    if (person != nullptr) person->user = user;
    changing.reply(*std::move(changed));
    if (person != nullptr) {
        notices_.tell(*person);
    } else {
        notices_.tell(user, key);
    }
}

void Profiles::refuse_taken(Changing changing) {
    changing.reply(
        base::fail(AccountRefusal{.error = AccountError::name_taken,
                                  .suggestions = nicknames_.suggestions(
                                      changing.name, ports_.limits.nickname_characters_max)}));
}

void Profiles::people(std::vector<UserId> users, Reply<std::vector<User>> reply) {
    if (users.size() > kPeopleAskedMax) users.resize(kPeopleAskedMax);
    ports_.accounts.find_people(
        std::move(users),
        ports_.lifeline.guard(
            [reply = std::move(reply)](base::Result<std::vector<User>, StoreError> found) mutable {
                if (found) {
                    reply(*std::move(found));
                } else {
                    reply(refuse(found.error()));
                }
            }));
}

}  // namespace chat
