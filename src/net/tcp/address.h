/// Address: where a server listens, as people write it.
///
/// Thread:     any.
/// Owns:       nothing.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace net::tcp {

/// One sentence a person can act on.
struct AddressError {
    std::string message;
};

struct Address {
    std::string host;  ///< textual IP address, without brackets
    std::uint16_t port = 0;
    sockaddr_storage raw{};
    socklen_t raw_size = 0;

    [[nodiscard]] Address with_port(std::uint16_t other) const;
};

/// Reads "127.0.0.1:8080", "[::1]:8080", "localhost:8080" or ":8080" (every address of this machine).
[[nodiscard]] base::Result<Address, AddressError> parse_address(std::string_view text);

/// Textual IP address of a peer; an IPv4 address mapped into IPv6 is written as IPv4. Empty for other families.
[[nodiscard]] std::string ip_text(const sockaddr_storage& address);

/// The port in it.
[[nodiscard]] std::uint16_t port_of(const sockaddr_storage& address);

}  // namespace net::tcp
