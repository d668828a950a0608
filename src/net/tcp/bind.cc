#include "net/tcp/bind.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace net::tcp {
namespace {

// Connections the kernel completes before we accept them; it cuts this to net.core.somaxconn.
constexpr int kBacklog = 4096;

enum class Sharing : std::uint8_t { none, same_port };

AddressError explained(int error, const Address& address) {
    const std::string where = address.host.find(':') == std::string::npos
                                  ? address.host
                                  : fmt::format("[{}]", address.host);
    switch (error) {
        case EADDRINUSE:
            return {
                fmt::format("Port {} on {} is in use by another program. Stop it or choose "
                            "another with --listen.",
                            address.port, where)};
        case EACCES:
            return {
                fmt::format("Port {} may only be used by root. Choose one from 1024 on with "
                            "--listen.",
                            address.port)};
        case EADDRNOTAVAIL:
            return {
                fmt::format("This machine has no address {}. Choose one of its own, or 0.0.0.0 "
                            "for all, with --listen.",
                            where)};
        default:
            return {fmt::format("Cannot listen on {}:{}: {}.", where, address.port,
                                std::strerror(error))};
    }
}

base::Result<Descriptor, AddressError> bound_socket(const Address& address, Sharing sharing) {
    Descriptor socket(
        ::socket(address.raw.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket.is_open()) return base::fail(explained(errno, address));
    const int on = 1;
    // A server that starts again may take its port while old connections linger.
    (void)::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (sharing == Sharing::same_port &&
        ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
        return base::fail(explained(errno, address));
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address.raw), address.raw_size) !=
        0)
        return base::fail(explained(errno, address));
    return socket;
}

base::Result<std::uint16_t, AddressError> bound_port(const Descriptor& socket,
                                                     const Address& address) {
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&bound), &size) != 0)
        return base::fail(explained(errno, address));
    return port_of(bound);
}

}  // namespace

base::Result<Listening, AddressError> listen_on(const Address& address, std::size_t count) {
    if (address.port != 0) {
        // Sharing is what we ask for next; alone we may bind only when nobody listens there.
        auto alone = bound_socket(address, Sharing::none);
        if (!alone) return base::fail(std::move(alone.error()));
    }
    Listening listening{.sockets = {}, .port = address.port};
    while (listening.sockets.size() < count) {
        auto socket = bound_socket(address.with_port(listening.port), Sharing::same_port);
        if (!socket && listening.sockets.empty())
            socket = bound_socket(address.with_port(listening.port), Sharing::none);
        else if (!socket)
            break;
        if (!socket) return base::fail(std::move(socket.error()));
        if (listening.port == 0) {
            const auto port = bound_port(*socket, address);
            if (!port) return base::fail(port.error());
            listening.port = *port;
        }
        if (::listen(socket->get(), kBacklog) != 0)
            return base::fail(explained(errno, address.with_port(listening.port)));
        listening.sockets.push_back(std::move(*socket));
    }
    return listening;
}

}  // namespace net::tcp
