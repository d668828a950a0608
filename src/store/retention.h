/// Retention: whether an append that is about how long a room keeps its messages may take its place.
///
/// Thread:     any. Pure functions.
/// Elsewhere:  what the texts of such events say is chat/retention_words.h.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/retention_words.h"
#include "chat/store.h"

namespace store {

/// What a store knows of the room.
struct RetentionFacts {
    std::uint32_t days = 0;
    chat::Seq expired = 0;
    chat::Seq head = 0;
};

/// append  is_about_retention
/// errors  no_change, no_such_message (of `expired`: the log does not reach to its target)
[[nodiscard]] inline base::Result<void, chat::StoreError> judge_retention(
    const RetentionFacts& room, const chat::Append& append) {
    if (append.kind == chat::EventKind::retention_set) {
        if (chat::retention_of(append.text) != room.days) return {};
        return base::fail(chat::StoreError::no_change);
    }
    if (append.target > room.head) return base::fail(chat::StoreError::no_such_message);
    if (append.target <= room.expired) return base::fail(chat::StoreError::no_change);
    return {};
}

}  // namespace store
