#include "store/restraint.h"

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "chat/event.h"
#include "chat/restraint_words.h"
#include "chat/room.h"
#include "chat/store.h"

namespace store {

using base::fail;
using chat::StoreError;

base::Result<void, StoreError> judge_mute(const std::optional<chat::Mute>& now,
                                          const chat::Append& append) {
    const bool is_news = append.kind == chat::EventKind::muted ? now != chat::mute_of(append.text)
                                                               : chat::holds(now, append.time);
    if (!is_news) return fail(StoreError::no_change);
    return {};
}

base::Result<void, StoreError> judge_slow_mode(std::uint32_t now, const chat::Append& append) {
    if (chat::slow_mode_of(append.text) == now) return fail(StoreError::no_change);
    return {};
}

}  // namespace store
