/// The limit of open files, which is the limit of connections.
///
/// Thread:     main.
#pragma once

#include <cstdint>

namespace net::tcp {

/// Raises the process's soft limit to the hard one and returns it.
[[nodiscard]] std::uint64_t raise_open_files_max();

/// How many connections may be open under that limit: a sixteenth, at least 32 and at most 512, stays for
/// listeners, the database and connections that are told there is no room.
[[nodiscard]] std::uint64_t connections_max_for(std::uint64_t open_files_max);

}  // namespace net::tcp
