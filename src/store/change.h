/// Change: whether an append about an earlier message may take its place in the log.
///
/// Thread:     any. Pure functions.
/// Elsewhere:  what a change does to its target is chat/folding.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "chat/event.h"
#include "chat/store.h"

namespace store {

/// Whether an event of this kind keeps the text of its append.
[[nodiscard]] constexpr bool has_text(chat::EventKind kind) {
    return kind == chat::EventKind::message || kind == chat::EventKind::room_renamed ||
           kind == chat::EventKind::topic_changed || kind == chat::EventKind::muted ||
           kind == chat::EventKind::slow_mode_set || chat::is_about_retention(kind) ||
           (chat::is_change(kind) && kind != chat::EventKind::deleted);
}

/// Whether it keeps the target.
[[nodiscard]] constexpr bool has_target(chat::EventKind kind) {
    return kind == chat::EventKind::message || chat::is_change(kind) || chat::is_about_pin(kind) ||
           kind == chat::EventKind::expired;
}

/// What a store knows of the message that an append is about.
struct Target {
    enum class Author : std::uint8_t { the_actor, somebody_else } author = Author::somebody_else;
    chat::Standing::Fate fate = chat::Standing::Fate::kept;
    std::string_view text;  ///< what it reads now; borrowed
    enum class Mark : std::uint8_t {
        absent,
        present
    } mark = Mark::absent;      ///< actor's and emoji's
    std::size_t reactions = 0;  ///< of all people and emoji
};

enum class Verdict : std::uint8_t {
    news,      ///< it takes the next seq
    repeated,  ///< it changes nothing
};

/// append  a change, a message that answers another, or a pin
/// errors  no_such_message, not_the_author, too_many_reactions
[[nodiscard]] base::Result<Verdict, chat::StoreError> judge(const Target& target,
                                                            const chat::Append& append);

}  // namespace store
