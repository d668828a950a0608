#include "net/tcp/connect.h"

#include <sys/socket.h>

#include <cerrno>

#include "net/tcp/address.h"
#include "net/tcp/descriptor.h"

namespace net::tcp {

Descriptor begin_connect(const Address& address) {
    Descriptor socket(
        ::socket(address.raw.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket.is_open()) return {};
    const auto* const there = reinterpret_cast<const sockaddr*>(&address.raw);
    if (::connect(socket.get(), there, address.raw_size) != 0 && errno != EINPROGRESS) return {};
    return socket;
}

}  // namespace net::tcp
