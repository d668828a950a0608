/// `parlor admin`: what people in charge do, from the machine that the server runs on. It asks the running server over
/// its REST.
///
/// Thread:     main; blocks.
/// Owns:       nothing.
/// Elsewhere:  the words are admin_wish.h; who may is decided by the key of admin_key.h.
#pragma once

#include <string>

#include "app/config.h"

namespace app {

/// command  of the verb admin
/// returns  what to print
/// errors   StartError: no server, nobody of that name, or what the server says against it
std::string administer(const Command& command);

}  // namespace app
