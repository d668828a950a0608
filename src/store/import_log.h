/// ImportLog: whether events that were taken away follow a log.
///
/// Thread:     any. Pure functions.
#pragma once

#include <span>

#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace store {

/// Those of `events` that are not in a log of that head yet.
///
/// errors  overtaken: they have a gap, or begin behind the head's next one
[[nodiscard]] base::Result<std::span<const chat::Event>, chat::StoreError> news_of(
    std::span<const chat::Event> events, chat::Seq head);

/// Whether every change among `news` is about a message, and every answer to one.
///
/// is_message  says it of a seq that the log has already
/// errors      no_such_message
template <typename IsMessage>
[[nodiscard]] base::Result<void, chat::StoreError> check_targets(std::span<const chat::Event> news,
                                                                 IsMessage is_message) {
    if (news.empty()) return {};
    const chat::Seq first = news.front().seq;
    for (const chat::Event& event : news) {
        if (!chat::is_change(event.kind) && event.target == 0) continue;
        if (event.kind == chat::EventKind::expired) continue;  // of any event, and it means nothing
        const bool is_earlier = event.target != 0 && event.target < event.seq;
        const bool is_good =
            is_earlier &&
            (event.target < first ? is_message(event.target)
                                  : news[event.target - first].kind == chat::EventKind::message);
        if (!is_good) return base::fail(chat::StoreError::no_such_message);
    }
    return {};
}

}  // namespace store
