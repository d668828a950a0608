#include "store/sql/pins.h"

#include <cstddef>

#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/pin.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

Pins::Pins(Database& database)
    : count_(database,
             "SELECT count(*), count(*) FILTER (WHERE message = ?2) FROM pins WHERE room = ?1"),
      put_(database, "INSERT INTO pins (room, message, pinned) VALUES (?1, ?2, ?3)"),
      remove_(database, "DELETE FROM pins WHERE room = ?1 AND message = ?2"),
      forget_(database, "DELETE FROM pins WHERE room = ?1 AND message BETWEEN ?2 AND ?3") {}

base::Result<void, chat::StoreError> Pins::change(const chat::Append& append, Number room,
                                                  chat::Seq seq) {
    PinFacts facts;
    {
        Rows rows = count_.rows(room, append.target);
        rows.next();
        facts.pins = static_cast<std::size_t>(rows.count(0));
        if (rows.count(1) != 0) facts.target = PinFacts::Target::pinned;
    }
    const auto news = judge_pin(facts, append);
    if (!news) return news;
    if (append.kind == chat::EventKind::message_pinned) {
        put_.send(room, append.target, seq);
    } else {
        remove_.send(room, append.target);
    }
    return {};
}

void Pins::forget(Number room, chat::Seq first, chat::Seq last) {
    forget_.send(room, first, last);
}

}  // namespace store::sql
