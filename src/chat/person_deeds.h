/// PersonDeeds: finds the person to whom somebody in charge does something, and says whether they may.
///
/// Thread:     domain.
/// Owns:       nothing.
/// Invariant:  nobody acts on themselves, or on somebody who ranks no lower.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/audit.h"
#include "chat/callers.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/ports.h"
#include "chat/store.h"

namespace chat {

class PersonDeeds {
public:
    PersonDeeds(Ports& ports, const Callers& callers, People& people)
        : ports_(ports), callers_(callers), people_(people) {}

    /// `then(doer, entry, reply)` for who may do that to them; else `reply` is refused.
    template <typename T, typename Then>
    void begin(const Credentials& by, Action action, UserId user, AccountReply<T> reply,
               Then then) const {
        callers_.identify_in_charge<T>(
            by, action, std::move(reply),
            [this, user = std::move(user), then = std::move(then)](Doer doer,
                                                                   AccountReply<T> back) mutable {
                ports_.admin.find_entry(
                    user,
                    ports_.lifeline.guard(
                        [doer = std::move(doer), then = std::move(then), back = std::move(back)](
                            base::Result<std::optional<AccountEntry>, StoreError> found) mutable {
                            const std::optional<AccountError> error = judge(doer, found);
                            if (error) {
                                back(refuse(*error));
                            } else {
                                then(std::move(doer), **std::move(found), std::move(back));
                            }
                        }));
            });
    }

    [[nodiscard]] PersonDeed deed(const Doer& doer, const AccountEntry& entry, AuditAction action,
                                  std::string detail = {}) const {
        return {.user = entry.user.id,
                .was = entry.user.role,
                .by_role = doer.role,
                .note = {.time = ports_.clock.wall(),
                         .by = doer.who,
                         .action = action,
                         .person = {.user = entry.user.id, .nickname = entry.user.nickname},
                         .detail = std::move(detail)}};
    }

    [[nodiscard]] PersonView view(AccountEntry entry) const {
        if (!holds(entry.suspension, ports_.clock.wall())) entry.suspension.reset();
        const bool is_here = people_.find(entry.user.id) != nullptr;
        return {.entry = std::move(entry),
                .here = is_here ? PersonView::Here::yes : PersonView::Here::no};
    }

private:
    static std::optional<AccountError> judge(
        const Doer& doer, const base::Result<std::optional<AccountEntry>, StoreError>& found) {
        if (!found) return AccountError::unavailable;
        if (!*found) return AccountError::no_such_person;
        const User& person = (*found)->user;
        if (person.id == doer.who.user) return AccountError::is_oneself;
        if (!outranks(doer.rank(), rank_of(person.role, RoomRole::member))) {
            return AccountError::outranked;
        }
        return std::nullopt;
    }

    Ports& ports_;
    const Callers& callers_;
    People& people_;
};

}  // namespace chat
