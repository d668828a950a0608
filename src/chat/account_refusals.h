/// How the domain says no to what somebody asks about themselves.
///
/// Thread:     any. Pure functions.
#pragma once

#include <expected>
#include <type_traits>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/refusals.h"
#include "chat/store.h"

namespace chat {

[[nodiscard]] inline std::unexpected<AccountRefusal> refuse(AccountError error) {
    const bool is_temporary = error == AccountError::unavailable;
    return base::fail(AccountRefusal{
        .error = error,
        .retry_after = is_temporary ? kRetryAfterUnavailable : base::Milliseconds(0)});
}

[[nodiscard]] inline std::unexpected<AccountRefusal> refuse_suspended(Suspension suspension) {
    return base::fail(
        AccountRefusal{.error = AccountError::suspended, .suspension = std::move(suspension)});
}

[[nodiscard]] inline std::unexpected<AccountRefusal> refuse_banned(const AddressBan& ban) {
    return base::fail(
        AccountRefusal{.error = AccountError::address_banned, .suspension = ban.terms});
}

/// What a store says, told to whoever asked about themselves.
[[nodiscard]] inline AccountError account_error_of(StoreError error) {
    switch (error) {
        case StoreError::name_taken:
            return AccountError::name_taken;
        case StoreError::has_account:
            return AccountError::has_account;
        case StoreError::invite_spent:
            return AccountError::invite_invalid;
        case StoreError::not_allowed:
            return AccountError::owner_key_invalid;
        case StoreError::no_such_user:
            return AccountError::token_expired;
        case StoreError::no_such_session:
        case StoreError::no_such_invite:
            return AccountError::not_found;
        case StoreError::too_many:
            return AccountError::too_many;
        case StoreError::suspended:
            return AccountError::suspended;
        case StoreError::overtaken:
        case StoreError::unavailable:
        case StoreError::no_such_room:
        case StoreError::already_member:
        case StoreError::not_a_member:
        case StoreError::no_such_message:
        case StoreError::not_the_author:
        case StoreError::too_many_reactions:
        case StoreError::too_many_rooms:
        case StoreError::archived:
        case StoreError::banned:
        case StoreError::no_change:
        case StoreError::too_many_pins:
        case StoreError::too_many_mutes:
        case StoreError::too_many_links:
        case StoreError::link_spent:
        case StoreError::too_many_ignored:
            break;
    }
    return AccountError::unavailable;
}

/// What a store says, told to somebody in charge.
[[nodiscard]] inline AccountError admin_error_of(StoreError error) {
    return error == StoreError::no_such_user ? AccountError::no_such_person
                                             : account_error_of(error);
}

/// The reply that a store gets when what it answers is what was asked for.
template <typename T>
[[nodiscard]] StoreReply<T> passing_on(AccountReply<T> reply) {
    return [reply = std::move(reply)](base::Result<T, StoreError> answer) mutable {
        if (!answer) {
            reply(refuse(account_error_of(answer.error())));
        } else if constexpr (std::is_void_v<T>) {
            reply({});
        } else {
            reply(*std::move(answer));
        }
    };
}

}  // namespace chat
