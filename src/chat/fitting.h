/// Fitting: which events of a page that is too heavy are kept, so that no answer outgrows a connection's send queue.
///
/// Thread:     any. Pure functions.
/// Invariant:  what is kept is unbroken and within `bytes_max`, but for one event that alone is over it: something
///             always comes, so whoever asks again from there gets on.
/// Elsewhere:  what an event weighs is weight.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "chat/event.h"
#include "chat/store.h"

namespace chat {

/// Keeps the newest of `events`, at most `count_max` of them.
void keep_newest(std::vector<Event>& events, std::size_t count_max, std::uint64_t bytes_max);

/// Keeps of the answer to `request` the part next to what was asked for: the newest events, those just before or just
/// after the seq, or those on both sides of it. The page says that there is more where something was left out.
void fit(Page& page, const PageRequest& request, std::uint64_t bytes_max);

}  // namespace chat
