#include "store/sql/changes.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/change.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::EventKind;
using chat::Standing;
using chat::StoreError;

Changes::Changes(Database& database)
    : target_(database,
              "SELECT e.kind, e.actor, coalesce(x.text, e.text), s.version, s.fate "
              "FROM events e LEFT JOIN standings s ON s.place = e.place "
              "LEFT JOIN events x ON x.place = s.edit WHERE e.place = ?1"),
      put_standing_(database,
                    "INSERT INTO standings (place, version, edit, fate) VALUES (?1, ?2, ?3, ?4) "
                    "ON CONFLICT (place) DO UPDATE "
                    "SET version = ?2, edit = max(standings.edit, ?3), "
                    "fate = max(standings.fate, ?4)"),
      put_edit_(database, "INSERT INTO edits (message, edit) VALUES (?1, ?2)"),
      put_deletions_(database, fmt::format("INSERT INTO standings (place, version, edit, fate) "
                                           "SELECT place, place & {}, 0, ?4 FROM events "
                                           "WHERE place BETWEEN ?1 AND ?2 AND kind = ?3 "
                                           "ON CONFLICT (place) DO UPDATE SET fate = ?4",
                                           kSeqMax)),
      forget_edits_(database, "DELETE FROM edits WHERE message BETWEEN ?1 AND ?2"),
      wipe_messages_(database,
                     "UPDATE events SET text = '' WHERE place BETWEEN ?1 AND ?2 AND kind = ?3"),
      wipe_edits_(database,
                  "UPDATE events SET text = '' "
                  "WHERE place IN (SELECT edit FROM edits WHERE message BETWEEN ?1 AND ?2)"),
      delete_reactions_(database, "DELETE FROM reactions WHERE message BETWEEN ?1 AND ?2"),
      count_reactions_(database,
                       "SELECT count(*), count(*) FILTER (WHERE actor = ?2 AND emoji = ?3) "
                       "FROM reactions WHERE message = ?1"),
      add_reaction_(database,
                    "INSERT INTO reactions (message, since, reacted, emoji, actor) "
                    "VALUES (?1, coalesce((SELECT min(since) FROM reactions "
                    "WHERE message = ?1 AND emoji = ?3), ?2), ?2, ?3, ?4)"),
      remove_reaction_(database,
                       "DELETE FROM reactions WHERE message = ?1 AND emoji = ?2 AND actor = ?3") {}

base::Result<Changes::Judgement, StoreError> Changes::judge(const chat::Append& append,
                                                            std::int64_t target,
                                                            std::optional<Number> actor) {
    Rows rows = target_.rows(target);
    if (!rows.next()) return fail(StoreError::no_such_message);
    if (static_cast<EventKind>(rows.integer(0)) != EventKind::message) {
        return fail(StoreError::no_such_message);
    }
    Target facts{.author = actor == rows.integer(1) ? Target::Author::the_actor
                                                    : Target::Author::somebody_else,
                 .fate = static_cast<Standing::Fate>(rows.integer(4)),
                 .text = rows.text(2)};
    const bool is_reaction =
        append.kind == EventKind::reaction_added || append.kind == EventKind::reaction_removed;
    if (is_reaction) {
        constexpr Number kNobody = 0;
        Rows counts = count_reactions_.rows(target, actor.value_or(kNobody), append.text);
        counts.next();
        facts.reactions = static_cast<std::size_t>(counts.count(0));
        if (counts.count(1) != 0) facts.mark = Target::Mark::present;
    }
    const auto verdict = store::judge(facts, append);
    if (!verdict) return fail(verdict.error());
    const chat::Seq version = rows.count(3);
    return Judgement{.verdict = *verdict, .last = version == 0 ? append.target : version};
}

void Changes::apply(const chat::Append& append, std::int64_t target, Number actor,
                    std::int64_t place) {
    const bool is_edit = append.kind == EventKind::edited;
    const bool is_deletion = append.kind == EventKind::deleted;
    const auto fate = is_deletion ? Standing::Fate::deleted : Standing::Fate::kept;
    put_standing_.send(target, seq_of(place), is_edit ? place : 0, static_cast<int>(fate));
    if (is_edit) put_edit_.send(target, place);
    if (is_deletion) wipe(target, target);
    if (append.kind == EventKind::reaction_added) {
        add_reaction_.send(target, place, append.text, actor);
    }
    if (append.kind == EventKind::reaction_removed) {
        remove_reaction_.send(target, append.text, actor);
    }
}

bool Changes::is_deleted(std::int64_t message) {
    constexpr int kFate = 4;
    Rows rows = target_.rows(message);
    return rows.next() &&
           static_cast<Standing::Fate>(rows.integer(kFate)) == Standing::Fate::deleted;
}

void Changes::erase(std::int64_t first, std::int64_t last) {
    put_deletions_.send(first, last, static_cast<int>(EventKind::message),
                        static_cast<int>(Standing::Fate::deleted));
    wipe(first, last);
    forget_edits_.send(first, last);
}

void Changes::wipe(std::int64_t first, std::int64_t last) {
    wipe_messages_.send(first, last, static_cast<int>(EventKind::message));
    wipe_edits_.send(first, last);
    delete_reactions_.send(first, last);
}

}  // namespace store::sql
