/// `parlor admin`: what people in charge do, from the machine that the server runs on. It asks the running server over
/// its REST.
///
/// Thread:     main; blocks.
/// Owns:       nothing.
/// Elsewhere:  the words are admin_wish.h; who may is decided by the key of admin_key.h.
#pragma once

#include <cstdint>
#include <string>

#include "app/config.h"

namespace app {

/// command  of the verb admin
/// returns  what to print
/// errors   StartError: no server, nobody of that name, or what the server says against it
std::string administer(const Command& command);

/// "2026-12-31": its beginning in UTC, in milliseconds since 1970.
/// errors  StartError
std::int64_t beginning_of_day(const std::string& text);

}  // namespace app
