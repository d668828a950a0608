/// Outgoing connections: begun here, watched by the stream that takes them.
///
/// Thread:     any.
/// Owns:       nothing.
#pragma once

#include "net/tcp/address.h"
#include "net/tcp/descriptor.h"

namespace net::tcp {

/// Begins to connect and does not wait. A Stream may have the socket at once: what is queued leaves when the connection is
/// there, and a connection that cannot be made is one that broke.
///
/// returns  not open when the system refuses at once
[[nodiscard]] Descriptor begin_connect(const Address& address);

}  // namespace net::tcp
