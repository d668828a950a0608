#include "net/tcp/listener.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "net/tcp/address.h"

namespace net::tcp {
namespace {

Descriptor reserve_descriptor() {
    return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

}  // namespace

Listener::Listener(Wire& wire, Descriptor socket, Accepted accepted)
    : wire_(wire),
      accepted_(std::move(accepted)),
      readiness_(wire.loop(), std::move(socket), *this),
      reserve_(reserve_descriptor()),
      pause_(loop::Timer::calling<&Listener::on_pause_over>(*this)) {
    readiness_.await(Readiness::Kind::read);
}

void Listener::on_ready(Readiness::Kind) {
    for (int i = 0; i < kAcceptedAtOnceMax; ++i) {
        sockaddr_storage peer{};
        socklen_t size = sizeof peer;
        Descriptor socket(::accept4(readiness_.fd(), reinterpret_cast<sockaddr*>(&peer), &size,
                                    SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (socket.is_open()) {
            accepted_(std::move(socket), ip_text(peer));
            continue;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) break;
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
            wire_.metrics().accept_failures.add();
            give_one_back();
            pause_.start(wire_.loop().timers(), wire_.loop().now() + kPause);
            return;
        }
        // Anything else concerns the one connection, which is gone already (accept(2)).
    }
    readiness_.await(Readiness::Kind::read);
}

void Listener::on_pause_over() {
    if (!reserve_.is_open()) reserve_ = reserve_descriptor();
    readiness_.await(Readiness::Kind::read);
}

void Listener::give_one_back() {
    // One connection is taken and closed, so that at least it learns at once that there is no room.
    reserve_.close();
    {
        const Descriptor refused(::accept4(readiness_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
    }
    reserve_ = reserve_descriptor();
}

}  // namespace net::tcp
