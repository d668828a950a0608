/// Listening sockets: one per loop on the same port, and nobody else's port by accident.
///
/// Thread:     main.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/tcp/address.h"
#include "net/tcp/descriptor.h"

namespace net::tcp {

struct Listening {
    std::vector<Descriptor> sockets;  ///< `count` of them, or one when the kernel shares no ports
    std::uint16_t port = 0;
};

/// Binds `count` sockets with SO_REUSEPORT. A port that another program listens on is refused, although the kernel
/// might let us share it.
///
/// errors   one sentence a person can act on
[[nodiscard]] base::Result<Listening, AddressError> listen_on(const Address& address,
                                                              std::size_t count);

}  // namespace net::tcp
