/// Records: how rows of the database become the domain's values.
///
/// Thread:     the connection's.
/// Owns:       its prepared statements.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/admin_store.h"
#include "chat/event.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

[[nodiscard]] inline std::int64_t milliseconds_of(base::WallTime time) {
    return time.time_since_epoch().count();
}
[[nodiscard]] inline base::WallTime time_of(std::int64_t milliseconds) {
    return base::WallTime(base::Milliseconds(milliseconds));
}

/// A user of the columns id, nickname, role, created_ms, status, hue, which are a row's first.
[[nodiscard]] chat::User user_of(const Rows& rows);

/// A suspension of the columns user, the doer's id, doer_name, created_ms, until_ms, reason from `first` on, all of them
/// NULL where there is none.
[[nodiscard]] std::optional<chat::Suspension> suspension_of(const Rows& rows, int first);

/// A room of these columns, which are a row's first.
[[nodiscard]] chat::Room room_of(const Rows& rows);
inline constexpr std::string_view kRoomColumns =
    "id, name, name_key, kind, created_ms, head, ordinal, topic, use, slow_mode_s, "
    "retention_days, expired, expired_ordinal";

/// A mute of the columns muted, until_ms from `first` on, both of them NULL where there is none. It may be over.
[[nodiscard]] std::optional<chat::Mute> mute_in(const Rows& rows, int first);

/// Rows of kSettingsSql, from the first on.
[[nodiscard]] chat::KeptSettings settings_in(Rows rows);
inline constexpr std::string_view kSettingsSql = "SELECT name, value FROM settings";

/// One row, 1 or 0: whether an account is the owner's.
inline constexpr std::string_view kHasOwnerSql =
    "SELECT EXISTS (SELECT 1 FROM users u JOIN accounts a ON a.person = u.number WHERE u.role = 5)";
static_assert(static_cast<int>(chat::Role::owner) == 5);

class Records {
public:
    /// Throws Failure, as all here.
    explicit Records(Database& database);

    /// The events of a room from seq `first` to seq `last`, both of it, as they stand. Takes several statements: what
    /// must be of one moment is read within a transaction.
    [[nodiscard]] std::vector<chat::Event> events(Number room, const chat::RoomId& id,
                                                  chat::Seq first, chat::Seq last);

    [[nodiscard]] std::optional<chat::Quote> quote(std::int64_t place);

    [[nodiscard]] std::optional<chat::User> user(Number user);
    /// It may be over.
    [[nodiscard]] std::optional<chat::Suspension> suspension(Number user);

    [[nodiscard]] std::vector<chat::Membership> memberships(Number user);
    /// Whom they ignore, the last one first.
    [[nodiscard]] std::vector<chat::Named> ignored(Number user);

    /// Everybody in it, by nickname.
    [[nodiscard]] std::vector<chat::User> people_of(Number room);

private:
    using Standings = std::unordered_map<std::int64_t, chat::Standing>;
    void add_reactions(std::int64_t first, std::int64_t last, Standings& standings);
    void add_quotes(std::int64_t first, std::int64_t last, Standings& standings);

    Statement events_;
    Statement quote_;
    Statement quotes_;
    Statement reactions_;
    Statement user_;
    Statement suspension_;
    Statement memberships_;
    Statement companions_;
    Statement ignored_;
    Statement people_of_;
};

}  // namespace store::sql
