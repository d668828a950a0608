#include "chat/overviews.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/result.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/in_charge.h"
#include "chat/names.h"
#include "chat/permissions.h"
#include "chat/store.h"

namespace chat {
namespace {

std::uint32_t limit_from(std::uint32_t limit) {
    return std::clamp<std::uint32_t>(limit, 1, kAdminPageMax);
}

}  // namespace

void Overviews::people(const Credentials& by, const PeopleRequest& request,
                       AccountReply<PeoplePage> reply) {
    AccountsRequest wanted{.key_prefix = key_from(request.query),
                           .after = request.after,
                           .limit = limit_from(request.limit)};
    const bool finds_nobody = wanted.key_prefix.empty() && !request.query.empty();
    callers_.identify_in_charge<PeoplePage>(
        by, Action::see_people, std::move(reply),
        [this, finds_nobody, wanted = std::move(wanted)](const Doer& /*doer*/,
                                                         AccountReply<PeoplePage> back) mutable {
            if (finds_nobody) {
                back(PeoplePage{});
                return;
            }
            ports_.admin.accounts(
                std::move(wanted),
                ports_.lifeline.guard([this, back = std::move(back)](
                                          base::Result<AccountsPage, StoreError> found) mutable {
                    if (!found) {
                        back(refuse(admin_error_of(found.error())));
                        return;
                    }
                    PeoplePage page{.people = {}, .more = found->more};
                    page.people.reserve(found->entries.size());
                    for (AccountEntry& entry : found->entries)
                        page.people.push_back(deeds_.view(std::move(entry)));
                    back(std::move(page));
                }));
        });
}

void Overviews::figures(const Credentials& by, AccountReply<Figures> reply) {
    callers_.identify_in_charge<Figures>(
        by, Action::see_figures, std::move(reply),
        [this](const Doer& /*doer*/, AccountReply<Figures> back) {
            ports_.admin.size(ports_.lifeline.guard(
                [this, back = std::move(back)](base::Result<StoreSize, StoreError> size) mutable {
                    if (!size) {
                        back(refuse(admin_error_of(size.error())));
                        return;
                    }
                    back(Figures{.started = started_,
                                 .people_present = people_.present(),
                                 .connections = people_.connections(),
                                 .accounts = size->accounts,
                                 .rooms = rooms_.size(),
                                 .messages_since_start = ports_.metrics.messages_posted.value(),
                                 .store_bytes = size->bytes});
                }));
        });
}

void Overviews::audit(const Credentials& by, AuditRequest request, AccountReply<AuditPage> reply) {
    request.limit = limit_from(request.limit);
    callers_.identify_in_charge<AuditPage>(
        by, Action::see_audit, std::move(reply),
        [this, request](const Doer& /*doer*/, AccountReply<AuditPage> back) {
            ports_.admin.audit(request, ports_.lifeline.guard(passing_on(std::move(back))));
        });
}

}  // namespace chat
