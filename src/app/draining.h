/// parlor drain: asks the server of a data directory to send its people to other nodes and end, and waits until it has.
///
/// Thread:     main.
#pragma once

#include <string>

#include "app/config.h"

namespace app {

/// returns  what is to be printed
/// errors   StartError: no server, not ours to end, or it does not end
[[nodiscard]] std::string drain(const Command& command);

}  // namespace app
