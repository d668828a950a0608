/// Retention: writes how long a room keeps its messages, and finds and takes away those that are too old.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  every message up to rooms.erased stands as deleted, and nothing of it is kept but its place.
/// Elsewhere:  what may happen is store/retention.h; what a deletion leaves of a message is changes.h.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class Retention {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    explicit Retention(Database& database);

    /// append  is_about_retention
    /// head    the room's
    /// errors  as judge_retention
    Answer<void> judge(const chat::Append& append, Number room, chat::Seq head);
    /// Keeps what was judged.
    void apply(const chat::Append& append, Number room, Number doer);

    struct Terms {
        chat::Seq erased = 0;
        chat::Named by;
    };
    /// nullopt: it keeps its messages for ever.
    [[nodiscard]] std::optional<Terms> terms(Number room);

    struct Stretch {
        chat::Seq last = 0;
        chat::Ordinal ordinal = 0;  ///< messages up to `last`
        bool more = false;          ///< the next event happened earlier than `before`, too
    };
    /// The oldest events behind `erased`, `limit` at most, that happened earlier than `before`.
    [[nodiscard]] Stretch oldest(Number room, chat::Seq erased, chat::Seq head,
                                 base::WallTime before, std::uint32_t limit);

    /// Nothing of the messages from seq `first` to seq `last`, both of it, can be found by its nonce any more.
    void forget_nonces(Number room, chat::Seq first, chat::Seq last);
    void set_erased(Number room, chat::Seq seq);

private:
    Statement state_, set_days_, set_expired_;
    Statement terms_, oldest_;
    Statement nonces_, forget_nonce_, blank_nonces_, set_erased_;
};

}  // namespace store::sql
