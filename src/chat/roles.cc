#include "chat/roles.h"

#include <string>
#include <utility>

#include "base/result.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/profile_notices.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {
namespace {

std::string word_of(Role role) {
    switch (role) {
        case Role::guest:
            return "guest";
        case Role::member:
            return "member";
        case Role::moderator:
            return "moderator";
        case Role::admin:
            return "admin";
        case Role::owner:
            break;
    }
    return "owner";
}

}  // namespace

void Roles::set(const Credentials& by, UserId user, Role role, AccountReply<PersonView> reply) {
    deeds_.begin<PersonView>(
        by, Action::set_role, std::move(user), std::move(reply),
        [this, role](const Doer& doer, AccountEntry entry, AccountReply<PersonView> back) {
            if (!outranks(doer.rank(), rank_of(role, RoomRole::member))) {
                back(refuse(AccountError::outranked));
                return;
            }
            if (entry.user.role == role) {
                back(deeds_.view(std::move(entry)));
                return;
            }
            const std::string detail = word_of(entry.user.role) + " " + word_of(role);
            ports_.admin.set_role(
                deeds_.deed(doer, entry, AuditAction::role_changed, detail), role,
                ports_.lifeline.guard([this, back = std::move(back)](
                                          base::Result<AccountEntry, StoreError> changed) mutable {
                    if (!changed) {
                        back(refuse(admin_error_of(changed.error())));
                        return;
                    }
                    const User changed_user = changed->user;
                    back(deeds_.view(*std::move(changed)));
                    take_effect(changed_user);
                }));
        });
}

void Roles::take_effect(const User& user) {
    absent_.note(user.id);
    Person* const person = people_.find(user.id);
    if (person == nullptr) {
        notices_.tell(user, {});
        return;
    }
    person->user.role = user.role;
    notices_.tell(*person);
}

}  // namespace chat
