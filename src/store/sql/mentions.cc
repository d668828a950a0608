#include "store/sql/mentions.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chat/ids.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

Mentions::Mentions(Database& database)
    : find_holder_(database,
                   "SELECT u.number, u.id FROM accounts a JOIN users u ON u.number = a.person "
                   "WHERE a.name_key = ?1"),
      count_(database, fmt::format("UPDATE memberships SET mentions = mentions + 1 "
                                   "WHERE person = ?1 AND room = ?2 AND mentions < {}",
                                   chat::kUnreadMentionsMax)),
      insert_(database, "INSERT INTO mentions (person, room, seq) VALUES (?1, ?2, ?3)"),
      pass_(database, "DELETE FROM mentions WHERE person = ?1 AND room = ?2 AND seq <= ?3"),
      move_(database,
            "UPDATE memberships SET read = ?3, read_ordinal = ?4, mentions = mentions - ?5 "
            "WHERE person = ?1 AND room = ?2 AND read < ?3"),
      forget_room_(database, "DELETE FROM mentions WHERE person = ?1 AND room = ?2"),
      forget_(database, "DELETE FROM mentions WHERE person = ?1"),
      discount_(database,
                "UPDATE memberships SET mentions = mentions - gone.count FROM "
                "(SELECT person, count(*) AS count FROM mentions "
                "WHERE room = ?1 AND seq BETWEEN ?2 AND ?3 GROUP BY person) AS gone "
                "WHERE memberships.person = gone.person AND memberships.room = ?1"),
      forget_messages_(database, "DELETE FROM mentions WHERE room = ?1 AND seq BETWEEN ?2 AND ?3") {
}

std::optional<Mentions::Holder> Mentions::find_holder(std::string_view name_key) {
    Rows rows = find_holder_.rows(name_key);
    if (!rows.next()) return std::nullopt;
    return Holder{.number = rows.integer(0), .user = chat::UserId(std::string(rows.text(1)))};
}

bool Mentions::add(Number user, Number room, chat::Seq seq) {
    if (count_.run(user, room) == 0) return false;
    insert_.send(user, room, seq);
    return true;
}

std::uint64_t Mentions::pass(Number user, Number room, chat::Seq seq, chat::Ordinal ordinal) {
    const std::uint64_t passed = pass_.run(user, room, seq);
    move_.send(user, room, seq, ordinal, passed);
    return passed;
}

void Mentions::forget(Number user, Number room) {
    forget_room_.send(user, room);
}

void Mentions::forget(Number user) {
    forget_.send(user);
}

void Mentions::forget_messages(Number room, chat::Seq first, chat::Seq last) {
    discount_.send(room, first, last);
    forget_messages_.send(room, first, last);
}

}  // namespace store::sql
