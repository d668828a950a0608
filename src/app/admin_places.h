/// What `parlor admin` does about rooms, and about addresses from which nobody comes in.
///
/// Thread:     main; blocks.
#pragma once

#include <string>

#include "app/admin_server.h"
#include "app/admin_wish.h"

namespace app {

// Each returns what to print.
// errors  StartError: what the server says against it

std::string list_rooms(const AdminServer& server, const AdminWish& wish);
std::string list_bans(const AdminServer& server);
std::string ban(const AdminServer& server, const AdminWish& wish);
/// errors  StartError, also: the network is not banned as it was typed
std::string lift_ban(const AdminServer& server, const AdminWish& wish);

}  // namespace app
