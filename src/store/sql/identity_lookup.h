/// IdentityLookup: answers who is whom from what is committed.
///
/// Thread:     the reader's.
/// Owns:       its prepared statements.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class IdentityLookup {
public:
    /// Throws Failure, as all here.
    explicit IdentityLookup(Database& database);

    struct Held {
        chat::Session session;  ///< as it is kept: `used` and `expires` have not moved on
        Number user = 0;
    };
    /// nullopt: unknown, or over at `now`.
    std::optional<Held> find_session(std::string_view token, base::WallTime now);
    std::vector<chat::Session> sessions(const chat::UserId& user, base::WallTime now);

    std::optional<chat::Account> find_account(std::string_view name_key);
    std::optional<chat::Account> account_of(const chat::UserId& user);
    bool has_owner();

    std::vector<chat::User> find_people(const std::vector<chat::UserId>& users);

    std::vector<chat::Invite> invites(base::WallTime now);
    std::optional<chat::Invite> find_invite(std::string_view code, base::WallTime now);

private:
    Database& database_;
    Statement find_session_, sessions_;
    Statement find_account_, account_of_, has_owner_, find_user_;
    Statement invites_, find_invite_;
};

}  // namespace store::sql
