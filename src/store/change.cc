#include "store/change.h"

#include "base/result.h"
#include "chat/event.h"
#include "chat/store.h"

namespace store {

using base::fail;
using chat::Append;
using chat::EventKind;
using chat::StoreError;

base::Result<Verdict, StoreError> judge(const Target& target, const Append& append) {
    const bool is_deletion = append.kind == EventKind::deleted;
    const bool is_deleted = target.fate == chat::Standing::Fate::deleted;
    if (is_deleted && !is_deletion) return fail(StoreError::no_such_message);

    const bool is_for_authors = is_deletion || append.kind == EventKind::edited;
    if (is_for_authors && append.reach == Append::Reach::own &&
        target.author == Target::Author::somebody_else) {
        return fail(StoreError::not_the_author);
    }

    const bool is_marked = target.mark == Target::Mark::present;
    switch (append.kind) {
        case EventKind::edited:
            return append.text == target.text ? Verdict::repeated : Verdict::news;
        case EventKind::deleted:
            return is_deleted ? Verdict::repeated : Verdict::news;
        case EventKind::reaction_added:
            if (is_marked) return Verdict::repeated;
            if (target.reactions >= chat::kReactionsMax) {
                return fail(StoreError::too_many_reactions);
            }
            return Verdict::news;
        case EventKind::reaction_removed:
            return is_marked ? Verdict::news : Verdict::repeated;
        default:
            break;
    }
    return Verdict::news;
}

}  // namespace store
