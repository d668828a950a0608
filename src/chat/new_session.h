/// A session as it begins.
///
/// Thread:     domain.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/utf8.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/accounts.h"
#include "chat/ids.h"
#include "chat/ports.h"
#include "chat/secrets.h"

namespace chat {

/// What a list can show of a User-Agent: HTTP lets it hold octets that are no text.
[[nodiscard]] inline std::string agent_from(std::string agent) {
    if (base::is_utf8(agent)) return std::string(base::utf8_front(agent, kAgentBytesMax));
    agent.resize(std::min(agent.size(), kAgentBytesMax));
    std::ranges::replace_if(
        agent, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
    return agent;
}

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
                        .agent = agent_from(caller.agent),
                        .address = caller.address},
            .token = std::move(token)};
}

}  // namespace chat
