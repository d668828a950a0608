/// Client address: who asks, when proxies stand between.
///
/// Thread:     any. A pure function.
/// Invariant:  nothing is believed that was not said by a trusted proxy: what the client itself writes stands farther left
///             in the field and is never reached.
#pragma once

#include <span>
#include <string>

#include "base/network.h"
#include "net/http/message.h"

namespace net::http {

/// The first address, from the connection's own backwards through X-Forwarded-For, that is no trusted proxy's.
///
/// peer  the other end of the connection, as text
std::string client_address(const Request& head, const std::string& peer,
                           std::span<const base::Network> trusted_proxies);

}  // namespace net::http
