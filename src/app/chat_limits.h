/// Chat limits: what the settings make of the domain's limits.
///
/// Thread:     any. A pure function.
/// Invariant:  a page and the catch-ups of one connection have room in its send queue together, whatever size was
///             chosen for that (but for one message that alone is larger).
#pragma once

#include "app/config.h"
#include "chat/chat.h"

namespace app {

chat::Limits chat_limits(const Config& config);

}  // namespace app
