/// Restraints: writes who may not write in a room, and how fast the others may.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Elsewhere:  member_lookup.h reads the mutes; what may happen is store/restraint.h.
#pragma once

#include "base/result.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class Restraints {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    explicit Restraints(Database& database);

    /// append  is_about_mute, of the user
    /// errors  no_change, too_many_mutes
    Answer<void> judge_mute(const chat::Append& append, Number room, Number user);
    /// Keeps what was judged, by the event `seq`.
    void apply_mute(const chat::Append& append, Number room, Number user, Number doer,
                    chat::Seq seq);

    /// errors  no_change
    Answer<void> set_slow_mode(const chat::Append& append, Number room);

private:
    Statement mute_, count_, remove_, put_;
    Statement slow_mode_, set_slow_mode_;
};

}  // namespace store::sql
