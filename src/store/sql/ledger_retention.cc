// What the ledger decides of how long rooms keep their messages.
#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/sql/changes.h"
#include "store/sql/ledger.h"
#include "store/sql/mentions.h"
#include "store/sql/pins.h"
#include "store/sql/place.h"
#include "store/sql/retention.h"

namespace store::sql {

using base::fail;
using chat::StoreError;

Ledger::Answer<Ledger::Place> Ledger::change_retention(const chat::Append& append,
                                                       RoomState& room) {
    const Answer<void> judged = retention_.judge(append, room.number, room.head);
    if (!judged) return fail(judged.error());
    UserState& doer = actor(append.actor, append.nickname, append.time);
    retention_.apply(append, room.number, doer.number);
    return put(append, room, doer, 0);
}

Ledger::Answer<chat::Expired> Ledger::expire(const chat::RoomId& id, base::WallTime before,
                                             std::uint32_t limit) {
    const RoomState* const room = find_room(id);
    if (room == nullptr) return fail(StoreError::no_such_room);
    const Number number = room->number;
    const std::optional<Retention::Terms> terms = retention_.terms(number);
    if (!terms) return fail(StoreError::no_change);
    const Retention::Stretch stretch =
        retention_.oldest(number, terms->erased, room->head, before, limit);
    const chat::Seq first = terms->erased + 1;
    const chat::Seq last = stretch.last;
    if (first <= last) {
        changes_.erase(place_of(number, first), place_of(number, last));
        pins_.forget(number, first, last);
        mentions_.forget_messages(number, first, last);
        retention_.forget_nonces(number, first, last);
        retention_.set_erased(number, last);
    }
    return chat::Expired{
        .up_to = last, .ordinal = stretch.ordinal, .more = stretch.more, .by = terms->by};
}

}  // namespace store::sql
