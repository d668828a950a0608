/// How the domain says no.
///
/// Thread:     any. Pure functions.
#pragma once

#include <expected>

#include "base/clock.h"
#include "base/result.h"
#include "chat/chat.h"
#include "chat/store.h"

namespace chat {

inline constexpr base::Milliseconds kRetryAfterUnavailable{1000};

[[nodiscard]] inline std::unexpected<Refusal> refuse(ChatError error) {
    const bool is_temporary = error == ChatError::unavailable;
    return base::fail(
        Refusal{.error = error,
                .retry_after = is_temporary ? kRetryAfterUnavailable : base::Milliseconds(0)});
}

[[nodiscard]] inline std::unexpected<Refusal> refuse(StoreError error) {
    switch (error) {
        case StoreError::no_such_room:
            return refuse(ChatError::not_found);
        case StoreError::name_taken:
            return refuse(ChatError::name_taken);
        case StoreError::not_a_member:
            return refuse(ChatError::not_a_member);
        case StoreError::no_such_message:
            return refuse(ChatError::no_such_message);
        case StoreError::not_the_author:
            return refuse(ChatError::forbidden);
        case StoreError::too_many_reactions:
            return refuse(ChatError::too_many_reactions);
        case StoreError::too_many_rooms:
            return refuse(ChatError::too_many_rooms);
        case StoreError::archived:
            return refuse(ChatError::archived);
        case StoreError::banned:
            return refuse(ChatError::banned);
        case StoreError::no_such_user:
            return refuse(ChatError::no_such_person);
        case StoreError::too_many:
            return refuse(ChatError::too_many_bans);
        case StoreError::too_many_pins:
            return refuse(ChatError::too_many_pins);
        case StoreError::too_many_mutes:
            return refuse(ChatError::too_many_mutes);
        case StoreError::too_many_links:
            return refuse(ChatError::too_many_links);
        case StoreError::link_spent:
            return refuse(ChatError::link_invalid);
        case StoreError::too_many_ignored:
            return refuse(ChatError::too_many_ignored);
        case StoreError::no_change:
        case StoreError::already_member:
        case StoreError::has_account:
        case StoreError::invite_spent:
        case StoreError::not_allowed:
        case StoreError::no_such_session:
        case StoreError::no_such_invite:
        case StoreError::suspended:
        case StoreError::overtaken:
        case StoreError::unavailable:
            break;
    }
    return refuse(ChatError::unavailable);
}

}  // namespace chat
