#include "chat/suspensions.h"

#include <string>
#include <utility>

#include "base/result.h"
#include "base/unicode.h"
#include "chat/account.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/audience.h"
#include "chat/audit.h"
#include "chat/folding.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/permissions.h"
#include "chat/store.h"

namespace chat {

void Suspensions::suspend(const Credentials& by, UserId user, SuspensionWish wish,
                          AccountReply<PersonView> reply) {
    wish.reason =
        beginning_of(base::unicode::clean_name(wish.reason), ports_.limits.reason_characters_max);
    deeds_.begin<PersonView>(
        by, Action::suspend, std::move(user), std::move(reply),
        [this, wish = std::move(wish)](const Doer& doer, const AccountEntry& entry,
                                       AccountReply<PersonView> back) mutable {
            PersonDeed deed = deeds_.deed(doer, entry, AuditAction::suspended, wish.reason);
            if (wish.until && *wish.until <= deed.note.time) {
                back(refuse(AccountError::until_past));
                return;
            }
            deed.note.until = wish.until;
            ended_.announce_all_but(entry.user.id, {});
            Suspension suspension{.by = doer.who,
                                  .created = deed.note.time,
                                  .until = wish.until,
                                  .reason = std::move(wish.reason)};
            ports_.admin.suspend(std::move(deed), std::move(suspension),
                                 ports_.lifeline.guard(
                                     [this, back = std::move(back)](
                                         base::Result<AccountEntry, StoreError> suspended) mutable {
                                         if (!suspended) {
                                             back(refuse(admin_error_of(suspended.error())));
                                             return;
                                         }
                                         const UserId id = suspended->user.id;
                                         back(deeds_.view(*std::move(suspended)));
                                         ended_.end_all_but(id, {}, SessionEnd::suspended);
                                     }));
        });
}

void Suspensions::reinstate(const Credentials& by, UserId user, AccountReply<PersonView> reply) {
    deeds_.begin<PersonView>(
        by, Action::suspend, std::move(user), std::move(reply),
        [this](const Doer& doer, AccountEntry entry, AccountReply<PersonView> back) {
            if (!holds(entry.suspension, ports_.clock.wall())) {
                back(deeds_.view(std::move(entry)));
                return;
            }
            ports_.admin.reinstate(
                deeds_.deed(doer, entry, AuditAction::reinstated),
                ports_.lifeline.guard(
                    [this, entry, back = std::move(back)](
                        base::Result<AccountEntry, StoreError> reinstated) mutable {
                        const bool is_free =
                            !reinstated && reinstated.error() == StoreError::no_change;
                        if (is_free) {
                            entry.suspension.reset();  // another was faster
                            back(deeds_.view(std::move(entry)));
                        } else if (!reinstated) {
                            back(refuse(admin_error_of(reinstated.error())));
                        } else {
                            back(deeds_.view(*std::move(reinstated)));
                        }
                    }));
        });
}

void Suspensions::end_sessions(const Credentials& by, UserId user, AccountReply<void> reply) {
    deeds_.begin<void>(
        by, Action::end_sessions, std::move(user), std::move(reply),
        [this](const Doer& doer, const AccountEntry& entry, AccountReply<void> back) {
            ended_.announce_all_but(entry.user.id, {});
            ports_.admin.end_sessions(
                deeds_.deed(doer, entry, AuditAction::sessions_ended),
                ports_.lifeline.guard([this, id = entry.user.id, back = std::move(back)](
                                          base::Result<void, StoreError> ended) mutable {
                    if (!ended) {
                        back(refuse(admin_error_of(ended.error())));
                        return;
                    }
                    back({});
                    ended_.end_all_but(id, {}, SessionEnd::revoked);
                }));
        });
}

}  // namespace chat
