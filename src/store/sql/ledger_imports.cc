// What the ledger does with a log that was taken away from somewhere.
#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/import_store.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/import_log.h"
#include "store/sql/ledger.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::EventKind;
using chat::StoreError;

Ledger::Answer<chat::Imported> Ledger::import_events(const chat::RoomId& id,
                                                     const std::vector<chat::Event>& events) {
    RoomState* const room = find_room(id);
    if (room == nullptr) return fail(StoreError::no_such_room);
    if (!is_inert(*room)) return fail(StoreError::not_allowed);
    const auto news = news_of(events, room->head);
    if (!news) return fail(news.error());
    const auto checked = check_targets(*news, [this, room](chat::Seq seq) {
        Rows rows = event_kind_.rows(place_of(room->number, seq));
        return rows.next() && static_cast<EventKind>(rows.integer(0)) == EventKind::message;
    });
    if (!checked) return fail(checked.error());
    for (const chat::Event& event : *news) {
        const bool is_message = event.kind == EventKind::message;
        const chat::Append append{.room = id,
                                  .kind = event.kind,
                                  .actor = event.actor,
                                  .nickname = event.nickname,
                                  .time = event.time,
                                  .text = event.text,
                                  .nonce = event.nonce,
                                  .target = event.target,
                                  .by = event.by ? std::optional(*event.by) : std::nullopt};
        UserState& author = actor(append.actor, append.nickname, append.time);
        const Number number = author.number;
        if (is_message) {
            insert_nonce_.send(room->number, number, append.nonce.value(), room->head + 1);
        }
        const Place place = put(append, *room, author, is_message ? 1 : 0);
        const std::int64_t here = place_of(room->number, place.seq);
        // Every message has words until it is deleted, or is too old to be kept.
        if (is_message && append.text.empty()) changes_.erase(here, here);
        // What an edit said is gone when its message is; it does not make that one read so.
        const bool is_empty_edit = event.kind == EventKind::edited && event.text.empty();
        if (!chat::is_change(event.kind) || is_empty_edit) continue;
        const std::int64_t target = place_of(room->number, event.target);
        const bool is_deleted = changes_.is_deleted(target);
        changes_.apply(append, target, number, here);
        if (is_deleted) changes_.erase(target, target);
    }
    return chat::Imported{.head = room->head, .ordinal = room->ordinal};
}

bool Ledger::is_inert(const RoomState& room) {
    Rows rows = inert_.rows(room.number, static_cast<int>(chat::RoomKind::closed));
    return rows.next();
}

}  // namespace store::sql
