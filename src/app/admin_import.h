/// Puts a room that was exported into the running server, as a private room.
///
/// Thread:     main; blocks.
#pragma once

#include <string>

#include "app/admin_server.h"
#include "app/admin_wish.h"

namespace app {

/// wish  file and host, and perhaps another name for the room
/// returns what was done, for people
/// errors  StartError: the file is no whole export (then nothing is made), or the server refuses it
std::string import_file(const AdminServer& server, const AdminWish& wish);

}  // namespace app
