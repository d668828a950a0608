/// A session as it begins.
///
/// Thread:     domain.
#pragma once

#include <utility>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/accounts.h"
#include "chat/ids.h"
#include "chat/ports.h"
#include "chat/secrets.h"

namespace chat {

/// token  of the token that it is held by
[[nodiscard]] inline NewSession new_session(const Ports& ports, const UserId& user,
                                            SignUp::Keep keep, const Caller& caller,
                                            SecretHash token) {
    const base::WallTime now = ports.clock.wall();
    const base::Milliseconds lifetime =
        keep == SignUp::Keep::signed_in ? ports.limits.token_lifetime : kBriefSession;
    return {.session = {.id = SessionId(ports.random.token(kIdCharacters)),
                        .user = user,
                        .created = now,
                        .used = now,
                        .expires = now + lifetime,
                        .lifetime = lifetime,
                        .agent = caller.agent.substr(0, kAgentBytesMax),
                        .address = caller.address},
            .token = std::move(token)};
}

}  // namespace chat
