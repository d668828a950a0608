#include "chat/invitations.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/sha256.h"
#include "chat/account.h"
#include "chat/account_refusals.h"
#include "chat/account_store.h"
#include "chat/accounts.h"
#include "chat/audit.h"
#include "chat/chat.h"
#include "chat/in_charge.h"
#include "chat/permissions.h"
#include "chat/secrets.h"
#include "chat/store.h"

namespace chat {

AuditEntry Invitations::note(const Doer& doer, AuditAction action, const InviteId& invite) const {
    return {
        .time = ports_.clock.wall(), .by = doer.who, .action = action, .detail = invite.value()};
}

void Invitations::create(const Credentials& by, InviteRequest request,
                         AccountReply<MadeInvite> reply) {
    request.uses_max = std::clamp<std::uint32_t>(request.uses_max, 1, kInviteUsesMax);
    request.lifetime = std::clamp(request.lifetime, base::Milliseconds(1), kInviteLifetimeMax);
    callers_.identify_in_charge<MadeInvite>(
        by, Action::manage_invites, std::move(reply),
        [this, request](const Doer& doer, AccountReply<MadeInvite> back) {
            const base::WallTime now = ports_.clock.wall();
            std::string code = ports_.random.token(kInviteCodeCharacters);
            NewInvite invite{.invite = {.id = InviteId(ports_.random.token(kIdCharacters)),
                                        .creator = doer.who.user,
                                        .creator_name = doer.who.nickname,
                                        .created = now,
                                        .expires = now + request.lifetime,
                                        .uses_max = request.uses_max},
                             .code = base::sha256(code),
                             .note = {}};
            invite.note = note(doer, AuditAction::invite_made, invite.invite.id);
            ports_.accounts.create_invite(
                std::move(invite),
                ports_.lifeline.guard([code = std::move(code), back = std::move(back)](
                                          base::Result<Invite, StoreError> made) mutable {
                    if (made) {
                        back(MadeInvite{.invite = *std::move(made), .code = std::move(code)});
                    } else {
                        back(refuse(account_error_of(made.error())));
                    }
                }));
        });
}

void Invitations::list(const Credentials& by, AccountReply<std::vector<Invite>> reply) {
    callers_.identify_in_charge<std::vector<Invite>>(
        by, Action::manage_invites, std::move(reply),
        [this](const Doer& /*doer*/, AccountReply<std::vector<Invite>> back) {
            ports_.accounts.invites(ports_.clock.wall(),
                                    ports_.lifeline.guard(passing_on(std::move(back))));
        });
}

void Invitations::revoke(const Credentials& by, InviteId invite, AccountReply<void> reply) {
    callers_.identify_in_charge<void>(
        by, Action::manage_invites, std::move(reply),
        [this, invite = std::move(invite)](const Doer& doer, AccountReply<void> back) {
            ports_.accounts.revoke_invite(invite, note(doer, AuditAction::invite_revoked, invite),
                                          ports_.lifeline.guard(passing_on(std::move(back))));
        });
}

void Invitations::check(const std::string& code, const Caller& caller, AccountReply<void> reply) {
    if (ports_.limits.rate_limits == Limits::RateLimits::on) {
        const base::Milliseconds wait = guessing_.attempt({}, caller.address, ports_.clock.now());
        if (wait > base::Milliseconds(0)) {
            reply(base::fail(
                AccountRefusal{.error = AccountError::rate_limited, .retry_after = wait}));
            return;
        }
    }
    ports_.accounts.find_invite(
        base::sha256(code), ports_.clock.wall(),
        ports_.lifeline.guard([this, address = caller.address, reply = std::move(reply)](
                                  base::Result<std::optional<Invite>, StoreError> found) mutable {
            if (found && !*found) {
                reply(refuse(AccountError::invite_invalid));
                return;
            }
            guessing_.give_back({}, address);
            if (found) {
                reply({});
            } else {
                reply(refuse(AccountError::unavailable));
            }
        }));
}

}  // namespace chat
