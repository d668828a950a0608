/// Pins: writes which messages a room keeps at hand.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  at most chat::kPinsMax of a room, none of a deleted message.
/// Elsewhere:  pin_lookup.h reads them; what may happen is store/pin.h.
#pragma once

#include "base/result.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class Pins {
public:
    /// Throws Failure, as all here.
    explicit Pins(Database& database);

    /// append  is_about_pin, of a message that is there
    /// seq     of the event that it becomes
    /// errors  no_change, too_many_pins
    base::Result<void, chat::StoreError> change(const chat::Append& append, Number room,
                                                chat::Seq seq);
    /// The messages from seq `first` to seq `last`, both of it, were deleted.
    void forget(Number room, chat::Seq first, chat::Seq last);

private:
    Statement count_, put_, remove_, forget_;
};

}  // namespace store::sql
