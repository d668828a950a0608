#include "store/sql/member_lookup.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::StoreError;

namespace {

chat::Member member_of(const Rows& rows) {
    return {.user = user_of(rows), .role = static_cast<chat::RoomRole>(rows.integer(6))};
}

}  // namespace

MemberLookup::MemberLookup(Database& database)
    : room_(database, "SELECT number FROM rooms WHERE id = ?1"),
      find_(database,
            "SELECT u.id, u.nickname, u.role, u.created_ms, u.status, u.hue, m.role "
            "FROM users u JOIN memberships m ON m.person = u.number "
            "WHERE u.id = ?2 AND u.role <> 0 AND m.room = ?1"),
      user_(database, "SELECT number FROM users WHERE id = ?1"),
      roster_(database,
              "SELECT u.id, u.nickname, u.role, u.created_ms, u.status, u.hue, m.role "
              "FROM memberships m JOIN users u ON u.number = m.person "
              "WHERE m.room = ?1 AND m.person > ?2 AND u.role <> 0 ORDER BY m.person LIMIT ?3"),
      bans_(database,
            "SELECT u.id, b.nickname, d.id, b.doer_name, b.created_ms, b.until_ms, b.reason "
            "FROM bans b JOIN users u ON u.number = b.person JOIN users d ON d.number = b.doer "
            "WHERE b.room = ?1 AND (b.until_ms = 0 OR b.until_ms > ?2) ORDER BY b.number DESC"),
      mutes_(database,
             "SELECT u.id, x.nickname, d.id, x.doer_name, x.created_ms, x.muted, x.until_ms "
             "FROM mutes x JOIN users u ON u.number = x.person JOIN users d ON d.number = x.doer "
             "WHERE x.room = ?1 AND (x.until_ms = 0 OR x.until_ms > ?2) ORDER BY x.muted DESC"),
      // Keys are UTF-8, in which no octet is 255: what begins with the prefix lies between it and it with that behind.
      accounts_(database,
                "SELECT u.id, u.nickname, u.role, u.created_ms, u.status, u.hue "
                "FROM accounts a JOIN users u ON u.number = a.person "
                "WHERE a.name_key >= ?1 AND a.name_key < ?2 ORDER BY a.name_key LIMIT ?3") {}

std::optional<Number> MemberLookup::number_of(const chat::RoomId& room) {
    Rows rows = room_.rows(room.value());
    if (!rows.next()) return std::nullopt;
    return rows.integer(0);
}

MemberLookup::Answer<std::optional<chat::Member>> MemberLookup::find(const chat::RoomId& room,
                                                                     const chat::UserId& user) {
    const std::optional<Number> number = number_of(room);
    if (!number) return fail(StoreError::no_such_room);
    Rows rows = find_.rows(*number, user.value());
    if (!rows.next()) return std::nullopt;
    return member_of(rows);
}

MemberLookup::Answer<chat::Roster> MemberLookup::roster(const chat::RosterRequest& request) {
    const std::optional<Number> number = number_of(request.room);
    if (!number) return fail(StoreError::no_such_room);
    Number after = 0;
    if (!request.after.value().empty()) {
        Rows rows = user_.rows(request.after.value());
        if (rows.next()) after = rows.integer(0);
    }
    chat::Roster roster;
    Rows rows = roster_.rows(*number, after, request.limit + 1);
    while (rows.next()) {
        if (roster.members.size() == request.limit) {
            roster.more = true;
            break;
        }
        roster.members.push_back(member_of(rows));
    }
    return roster;
}

MemberLookup::Answer<std::vector<chat::Ban>> MemberLookup::bans(const chat::RoomId& room,
                                                                base::WallTime now) {
    const std::optional<Number> number = number_of(room);
    if (!number) return fail(StoreError::no_such_room);
    std::vector<chat::Ban> bans;
    Rows rows = bans_.rows(*number, milliseconds_of(now));
    while (rows.next()) {
        chat::Ban& ban =
            bans.emplace_back(chat::Ban{.user = chat::UserId(std::string(rows.text(0))),
                                        .nickname = std::string(rows.text(1)),
                                        .by = {.user = chat::UserId(std::string(rows.text(2))),
                                               .nickname = std::string(rows.text(3))},
                                        .created = time_of(rows.integer(4)),
                                        .reason = std::string(rows.text(6))});
        if (rows.integer(5) != 0) ban.until = time_of(rows.integer(5));
    }
    return bans;
}

MemberLookup::Answer<std::vector<chat::MuteEntry>> MemberLookup::mutes(const chat::RoomId& room,
                                                                       base::WallTime now) {
    const std::optional<Number> number = number_of(room);
    if (!number) return fail(StoreError::no_such_room);
    std::vector<chat::MuteEntry> mutes;
    Rows rows = mutes_.rows(*number, milliseconds_of(now));
    while (rows.next()) {
        mutes.push_back({.person = {.user = chat::UserId(std::string(rows.text(0))),
                                    .nickname = std::string(rows.text(1))},
                         .by = {.user = chat::UserId(std::string(rows.text(2))),
                                .nickname = std::string(rows.text(3))},
                         .created = time_of(rows.integer(4)),
                         .mute = mute_in(rows, 5).value_or(chat::Mute{})});
    }
    return mutes;
}

std::vector<chat::User> MemberLookup::find_accounts(std::string_view key_prefix,
                                                    std::uint32_t limit) {
    const std::string end = std::string(key_prefix) + "\U0010FFFF";
    std::vector<chat::User> found;
    Rows rows = accounts_.rows(key_prefix, std::string_view(end), limit);
    while (rows.next())
        found.push_back(user_of(rows));
    return found;
}

}  // namespace store::sql
