/// Changes: what happened to messages, in the tables beside the log.
///
/// Thread:     the writer's.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  a message's row in `standings`, with its edits and reactions, is what folding its changes comes to.
/// Elsewhere:  the tables are migrations/sqlite.cc, records.h reads them; the log is ledger.h.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "chat/store.h"
#include "store/change.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class Changes {
public:
    /// Throws Failure, as all here.
    explicit Changes(Database& database);

    struct Judgement {
        Verdict verdict = Verdict::news;
        chat::Seq last = 0;  ///< the last event that changed the target, or the target itself
    };
    /// append  with a target that is no more than its room's head
    /// target  its place
    /// actor   nullopt: unknown so far
    /// errors  no_such_message, not_the_author, too_many_reactions
    base::Result<Judgement, chat::StoreError> judge(const chat::Append& append, std::int64_t target,
                                                    std::optional<Number> actor);

    /// Makes the target what it is after the change, whose event lies at `place`.
    void apply(const chat::Append& append, std::int64_t target, Number actor, std::int64_t place);

    /// Whether the message at that place is.
    bool is_deleted(std::int64_t message);

    /// Makes of the messages from place `first` to place `last`, both of it, what deletions make of them.
    void erase(std::int64_t first, std::int64_t last);

private:
    void wipe(std::int64_t first, std::int64_t last);

    Statement target_;
    Statement put_standing_;
    Statement put_edit_;
    Statement put_deletions_, forget_edits_;
    Statement wipe_messages_, wipe_edits_, delete_reactions_;
    Statement count_reactions_, add_reaction_, remove_reaction_;
};

}  // namespace store::sql
