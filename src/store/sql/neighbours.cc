#include "store/sql/neighbours.h"

#include <string>
#include <string_view>
#include <vector>

#include "chat/ids.h"
#include "store/sql/array_text.h"
#include "store/sql/claim.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {
namespace {

std::string array_of(const std::vector<std::string_view>& elements) {
    ArrayText array;
    for (const std::string_view element : elements)
        array.add(element);
    return array.text();
}

struct ClaimedArrays {
    explicit ClaimedArrays(const std::vector<ClaimedNonce>& claimed) {
        ArrayText of_rooms;
        ArrayText of_authors;
        ArrayText of_nonces;
        for (const ClaimedNonce& each : claimed) {
            of_rooms.add(each.room);
            of_authors.add(each.author);
            of_nonces.add(each.nonce);
        }
        rooms = of_rooms.text();
        authors = of_authors.text();
        nonces = of_nonces.text();
    }
    std::string rooms, authors, nonces;
};

}  // namespace

Neighbours::Neighbours(Database& database)
    : stand_beside_(database, "SELECT pg_advisory_xact_lock_shared(?1)"),
      stand_alone_(database, "SELECT pg_advisory_xact_lock(?1)"),
      rooms_(database,
             "SELECT id, number, head, ordinal, use FROM rooms "
             "WHERE id = ANY (CAST(?1 AS TEXT[])) ORDER BY id FOR UPDATE"),
      users_(database,
             "SELECT id, number, has_events FROM users WHERE id = ANY (CAST(?1 AS TEXT[]))"),
      // LIMIT keeps each of them a look into the index.
      nonces_(database,
              "SELECT r.number, u.number, v.nonce, n.seq FROM unnest(CAST(?1 AS TEXT[]), "
              "CAST(?2 AS TEXT[]), CAST(?3 AS TEXT[])) AS v (room, author, nonce) "
              "JOIN rooms r ON r.id = v.room JOIN users u ON u.id = v.author, "
              "LATERAL (SELECT seq FROM nonces WHERE nonces.room = r.number "
              "AND nonces.actor = u.number AND nonces.nonce = v.nonce LIMIT 1) AS n"),
      insert_nonces_(database.prepare(
          RowSql{.one = "INSERT INTO nonces (room, actor, nonce, seq) VALUES (?1, ?2, ?3, ?4)",
                 .many = "INSERT INTO nonces (room, actor, nonce, seq) "
                         "SELECT * FROM unnest(?1, ?2, ?3, ?4)",
                 .types = "iiti"})),
      move_markers_(database.prepare(RowSql{
          .one = "",
          .many =
              "WITH moved AS (SELECT * FROM unnest(?1, ?2, ?3, ?4) "
              "AS v (person, room, read, ordinal)), "
              // OFFSET keeps it a look into the index for each, whatever the server thinks of the
              // table, which may be thought to be empty.
              "passed AS (DELETE FROM mentions n USING moved v, LATERAL (SELECT ctid AS at "
              "FROM mentions WHERE mentions.person = v.person AND mentions.room = v.room "
              "AND mentions.seq <= v.read OFFSET 0) AS old WHERE n.ctid = old.at "
              "RETURNING n.person, n.room), "
              "marked AS (SELECT person, room, max(read) AS read, max(ordinal) AS ordinal, "
              "sum(passed) AS passed FROM (SELECT person, room, read, ordinal, 0 AS passed "
              "FROM moved UNION ALL SELECT person, room, 0, 0, 1 FROM passed) AS parts "
              "GROUP BY person, room) "
              "UPDATE memberships SET read = v.read, read_ordinal = v.ordinal, "
              "mentions = memberships.mentions - v.passed FROM marked v "
              "WHERE memberships.person = v.person AND memberships.room = v.room "
              "AND memberships.read < v.read",
          .types = "iiii"})) {}

void Neighbours::begin(const Claim& claim, const OnRoom& on_room, const OnUser& on_user) {
    known_nonces_.clear();
    is_alone_ = claim.reach == Claim::Reach::everything;
    if (is_alone_) {
        stand_alone_.send(kWriteLock);
        return;
    }
    stand_beside_.send(kWriteLock);
    // One question after the other, in one trip: each sees what was committed when it began, and first are the locks.
    const std::string room_ids = array_of(claim.rooms);
    const std::string user_ids = array_of(claim.users);
    const ClaimedArrays claimed(claim.nonces);
    Rows rooms = rooms_.ask(room_ids);
    Rows users = users_.ask(user_ids);
    Rows nonces = nonces_.ask(claimed.rooms, claimed.authors, claimed.nonces);
    while (rooms.next()) {
        on_room({.id = rooms.text(0),
                 .number = rooms.integer(1),
                 .head = rooms.count(2),
                 .ordinal = rooms.count(3),
                 .use = static_cast<int>(rooms.integer(4))});
    }
    while (users.next()) {
        on_user({.id = users.text(0), .number = users.integer(1), .has_events = users.integer(2)});
    }
    while (nonces.next()) {
        known_nonces_.emplace(
            NonceKey{nonces.integer(0), nonces.integer(1), std::string(nonces.text(2))},
            nonces.count(3));
    }
}

chat::Seq Neighbours::find_nonce(Number room, Number author, std::string_view nonce) const {
    const auto known = known_nonces_.find({room, author, std::string(nonce)});
    return known == known_nonces_.end() ? 0 : known->second;
}

void Neighbours::add_nonce(Number room, Number author, std::string_view nonce, chat::Seq seq) {
    known_nonces_.insert_or_assign({room, author, std::string(nonce)}, seq);
    insert_nonces_->add(room, author, nonce, seq);
}

void Neighbours::move_marker(Number person, Number room, chat::Seq read, chat::Ordinal ordinal) {
    move_markers_->add(person, room, read, ordinal);
}

}  // namespace store::sql
