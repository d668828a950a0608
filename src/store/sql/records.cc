#include "store/sql/records.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/admin_store.h"
#include "chat/event.h"
#include "chat/folding.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "store/setting_words.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

chat::User user_of(const Rows& rows) {
    return {.id = chat::UserId(std::string(rows.text(0))),
            .nickname = std::string(rows.text(1)),
            .role = static_cast<chat::Role>(rows.integer(2)),
            .created = time_of(rows.integer(3)),
            .status = std::string(rows.text(4)),
            .hue = static_cast<std::int16_t>(rows.integer(5))};
}

std::optional<chat::Suspension> suspension_of(const Rows& rows, int first) {
    constexpr int kDoer = 1;
    constexpr int kDoerName = 2;
    constexpr int kCreated = 3;
    constexpr int kUntil = 4;
    constexpr int kReason = 5;
    if (rows.integer(first) == 0) return std::nullopt;
    chat::Suspension suspension{.by = {.user = chat::UserId(std::string(rows.text(first + kDoer))),
                                       .nickname = std::string(rows.text(first + kDoerName))},
                                .created = time_of(rows.integer(first + kCreated)),
                                .reason = std::string(rows.text(first + kReason))};
    const std::int64_t until = rows.integer(first + kUntil);
    if (until != 0) suspension.until = time_of(until);
    return suspension;
}

chat::Room room_of(const Rows& rows) {
    return {.id = chat::RoomId(std::string(rows.text(0))),
            .name = std::string(rows.text(1)),
            .name_key = std::string(rows.text(2)),
            .kind = static_cast<chat::RoomKind>(rows.integer(3)),
            .created = time_of(rows.integer(4)),
            .head = rows.count(5),
            .ordinal = rows.count(6),
            .topic = std::string(rows.text(7)),
            .use = static_cast<chat::RoomUse>(rows.integer(8)),
            .slow_mode_s = static_cast<std::uint32_t>(rows.integer(9)),
            .retention_days = static_cast<std::uint32_t>(rows.integer(10)),
            .expired = rows.count(11),
            .expired_ordinal = rows.count(12)};
}

std::optional<chat::Mute> mute_in(const Rows& rows, int first) {
    if (rows.integer(first) == 0) return std::nullopt;
    const std::int64_t until = rows.integer(first + 1);
    return until == 0 ? chat::Mute{} : chat::Mute{.until = time_of(until)};
}

chat::KeptSettings settings_in(Rows rows) {
    chat::KeptSettings kept;
    while (rows.next())
        take(kept, rows.text(0), rows.text(1));
    return kept;
}

namespace {

/// Of Records::events_.
chat::Event event_of(const Rows& rows, const chat::RoomId& room) {
    chat::Event event{.room = room,
                      .seq = seq_of(rows.integer(0)),
                      .ordinal = rows.count(5),
                      .kind = static_cast<chat::EventKind>(rows.integer(1)),
                      .actor = chat::UserId(std::string(rows.text(2))),
                      .nickname = std::string(rows.text(3)),
                      .time = time_of(rows.integer(4)),
                      .text = std::string(rows.text(6)),
                      .nonce = chat::Nonce(std::string(rows.text(7))),
                      .target = rows.count(8)};
    if (!rows.text(12).empty()) {
        event.by = std::make_shared<const chat::Named>(
            chat::Named{.user = chat::UserId(std::string(rows.text(12))),
                        .nickname = std::string(rows.text(13))});
    }
    return event;
}

}  // namespace

Records::Records(Database& database)
    : events_(database,
              "SELECT e.place, e.kind, u.id, e.nickname, e.time_ms, e.ordinal, "
              "coalesce(x.text, e.text), e.nonce, e.target, s.version, s.fate, x.time_ms, d.id, "
              "e.doer_name FROM events e JOIN users u ON u.number = e.actor "
              "LEFT JOIN users d ON d.number = e.doer "
              "LEFT JOIN standings s ON s.place = e.place LEFT JOIN events x ON x.place = s.edit "
              "WHERE e.place BETWEEN ?1 AND ?2 ORDER BY e.place"),
      quote_(database,
             "SELECT u.id, e.nickname, coalesce(x.text, e.text) "
             "FROM events e JOIN users u ON u.number = e.actor "
             "LEFT JOIN standings s ON s.place = e.place LEFT JOIN events x ON x.place = s.edit "
             "WHERE e.place = ?1"),
      quotes_(database,
              fmt::format(
                  "SELECT a.place, u.id, e.nickname, coalesce(x.text, e.text) "
                  "FROM events a JOIN events e ON e.place = a.place - (a.place & {}) + a.target "
                  "JOIN users u ON u.number = e.actor "
                  "LEFT JOIN standings s ON s.place = e.place "
                  "LEFT JOIN events x ON x.place = s.edit "
                  "WHERE a.place BETWEEN ?1 AND ?2 AND a.kind = {} AND a.target <> 0",
                  kSeqMax, static_cast<int>(chat::EventKind::message))),
      reactions_(database,
                 "SELECT r.message, r.emoji, u.id, e.nickname "
                 "FROM reactions r JOIN users u ON u.number = r.actor "
                 "JOIN events e ON e.place = r.reacted "
                 "WHERE r.message BETWEEN ?1 AND ?2 ORDER BY r.message, r.since, r.reacted"),
      user_(database,
            "SELECT id, nickname, role, created_ms, status, hue FROM users WHERE number = ?1"),
      suspension_(database,
                  "SELECT s.person, d.id, s.doer_name, s.created_ms, s.until_ms, s.reason "
                  "FROM suspensions s LEFT JOIN users d ON d.number = s.doer WHERE s.person = ?1"),
      memberships_(
          database,
          "SELECT r.id, m.read, m.read_ordinal, m.role, r.kind, r.number, "
          "m.mentions, r.head, m.level, m.liking, x.muted, x.until_ms "
          "FROM memberships m JOIN rooms r ON r.number = m.room "
          "LEFT JOIN mutes x ON x.room = m.room AND x.person = m.person WHERE m.person = ?1 "
          "ORDER BY r.number"),
      companions_(database,
                  "SELECT u.id, u.nickname, u.role, u.created_ms, u.status, u.hue, m.room "
                  "FROM memberships mine JOIN rooms r ON r.number = mine.room AND r.kind = ?2 "
                  "JOIN memberships m ON m.room = mine.room AND m.person <> mine.person "
                  "JOIN users u ON u.number = m.person "
                  "WHERE mine.person = ?1 ORDER BY m.room, u.nickname"),
      ignored_(database,
               "SELECT u.id, u.nickname FROM ignored i JOIN users u ON u.number = i.other "
               "WHERE i.person = ?1 ORDER BY i.number DESC"),
      people_of_(database,
                 "SELECT u.id, u.nickname, u.role, u.created_ms, u.status, u.hue "
                 "FROM memberships m JOIN users u ON u.number = m.person "
                 "WHERE m.room = ?1 ORDER BY u.nickname") {}

std::vector<chat::Event> Records::events(Number room, const chat::RoomId& id, chat::Seq first,
                                         chat::Seq last) {
    std::vector<chat::Event> events;
    if (first > last) return events;
    constexpr chat::Seq kReserved = 1024;
    events.reserve(static_cast<std::size_t>(std::min(last - first + 1, kReserved)));
    // What became of some of them, by the place of each; however many they are, it is asked for at once.
    Standings standings;
    bool has_changes = false;
    bool has_answers = false;
    {
        Rows rows = events_.rows(place_of(room, first), place_of(room, last));
        while (rows.next()) {
            const chat::Event& event = events.emplace_back(event_of(rows, id));
            const bool has_changed = rows.integer(9) != 0;
            const bool is_answer = event.kind == chat::EventKind::message && event.target != 0;
            if (!has_changed && !is_answer) continue;
            chat::Standing standing{.version = rows.count(9),
                                    .edited = time_of(rows.integer(11)),
                                    .fate = static_cast<chat::Standing::Fate>(rows.integer(10)),
                                    .reactions = {},
                                    .quote = {}};
            const bool is_deleted = standing.fate == chat::Standing::Fate::deleted;
            if (is_deleted) standing.edited = {};
            has_changes = has_changes || (has_changed && !is_deleted);
            has_answers = has_answers || (is_answer && !is_deleted);
            standings.emplace(rows.integer(0), std::move(standing));
        }
    }
    if (has_changes) add_reactions(place_of(room, first), place_of(room, last), standings);
    if (has_answers) add_quotes(place_of(room, first), place_of(room, last), standings);
    for (chat::Event& event : events) {
        const auto standing = standings.find(place_of(room, event.seq));
        if (standing == standings.end()) continue;
        event.standing = std::make_shared<const chat::Standing>(std::move(standing->second));
    }
    return events;
}

void Records::add_reactions(std::int64_t first, std::int64_t last, Standings& standings) {
    Rows rows = reactions_.rows(first, last);
    while (rows.next()) {
        const auto standing = standings.find(rows.integer(0));
        if (standing == standings.end()) continue;
        std::vector<chat::Reaction>& reactions = standing->second.reactions;
        if (reactions.empty() || reactions.back().emoji != rows.text(1)) {
            reactions.push_back({.emoji = std::string(rows.text(1)), .by = {}});
        }
        reactions.back().by.push_back({.user = chat::UserId(std::string(rows.text(2))),
                                       .nickname = std::string(rows.text(3))});
    }
}

void Records::add_quotes(std::int64_t first, std::int64_t last, Standings& standings) {
    Rows rows = quotes_.rows(first, last);
    while (rows.next()) {
        const auto standing = standings.find(rows.integer(0));
        if (standing == standings.end()) continue;
        if (standing->second.fate == chat::Standing::Fate::deleted) continue;
        standing->second.quote =
            chat::Quote{.user = chat::UserId(std::string(rows.text(1))),
                        .nickname = std::string(rows.text(2)),
                        .text = chat::beginning_of(rows.text(3), chat::kQuoteCharactersMax)};
    }
}

std::optional<chat::Quote> Records::quote(std::int64_t place) {
    Rows rows = quote_.rows(place);
    if (!rows.next()) return std::nullopt;
    return chat::Quote{.user = chat::UserId(std::string(rows.text(0))),
                       .nickname = std::string(rows.text(1)),
                       .text = chat::beginning_of(rows.text(2), chat::kQuoteCharactersMax)};
}

std::optional<chat::User> Records::user(Number user) {
    Rows rows = user_.rows(user);
    if (!rows.next()) return std::nullopt;
    return user_of(rows);
}

std::optional<chat::Suspension> Records::suspension(Number user) {
    Rows rows = suspension_.rows(user);
    if (!rows.next()) return std::nullopt;
    return suspension_of(rows, 0);
}

std::vector<chat::Membership> Records::memberships(Number user) {
    constexpr auto kDirect = static_cast<int>(chat::RoomKind::direct);
    std::vector<chat::Membership> memberships;
    std::vector<Number> numbers;
    bool has_direct = false;
    {
        Rows rows = memberships_.rows(user);
        while (rows.next()) {
            memberships.push_back({.room = chat::RoomId(std::string(rows.text(0))),
                                   .read = rows.count(1),
                                   .read_ordinal = rows.count(2),
                                   .role = static_cast<chat::RoomRole>(rows.integer(3)),
                                   .mentions = static_cast<std::uint32_t>(rows.integer(6)),
                                   .mentions_to = rows.count(7),
                                   .level = static_cast<chat::NotifyLevel>(rows.integer(8)),
                                   .liking = static_cast<chat::Liking>(rows.integer(9)),
                                   .mute = mute_in(rows, 10)});
            has_direct = has_direct || rows.integer(4) == kDirect;
            numbers.push_back(rows.integer(5));
        }
    }
    if (!has_direct) return memberships;
    // Both ascend by the room's number.
    std::size_t at = 0;
    Rows rows = companions_.rows(user, kDirect);
    while (rows.next()) {
        while (at < numbers.size() && numbers[at] < rows.integer(6))
            ++at;
        if (at < numbers.size() && numbers[at] == rows.integer(6)) {
            memberships[at].people.push_back(user_of(rows));
        }
    }
    return memberships;
}

std::vector<chat::Named> Records::ignored(Number user) {
    std::vector<chat::Named> ignored;
    Rows rows = ignored_.rows(user);
    while (rows.next()) {
        ignored.push_back({.user = chat::UserId(std::string(rows.text(0))),
                           .nickname = std::string(rows.text(1))});
    }
    return ignored;
}

std::vector<chat::User> Records::people_of(Number room) {
    std::vector<chat::User> people;
    Rows rows = people_of_.rows(room);
    while (rows.next())
        people.push_back(user_of(rows));
    return people;
}

}  // namespace store::sql
