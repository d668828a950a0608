#include "net/tcp/stream.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace net::tcp {
namespace {

// Options that fail (a socketpair in a test has no TCP) leave a connection that works.
void set_option(int fd, int level, int option, int value) {
    (void)::setsockopt(fd, level, option, &value, sizeof value);
}

}  // namespace

Stream::Stream(Wire& wire, Descriptor socket, Seat seat, Events& events)
    : wire_(wire),
      events_(&events),
      readiness_(wire.loop(), std::move(socket), *this),
      seat_(std::move(seat)) {
    wire_.metrics().connections_open.add();
    if (!readiness_.is_open()) return;
    set_option(readiness_.fd(), IPPROTO_TCP, TCP_NODELAY, 1);
    set_option(readiness_.fd(), IPPROTO_TCP, TCP_USER_TIMEOUT, kUnansweredMillisecondsMax);
}

Stream::~Stream() {
    wire_.metrics().connections_open.sub();
}

void Stream::start_reading(std::string first) {
    wants_octets_ = true;
    if (readiness_.is_open() && first.empty()) {
        await_octets();
        return;
    }
    // Not from inside this call: the owner is still making itself ready.
    wire_.loop().post([this, watch = watch(), octets = std::move(first)]() mutable {
        if (!watch.is_alive()) return;
        if (!readiness_.is_open()) {
            end(End::broken);
            return;
        }
        events_->on_octets(std::as_writable_bytes(std::span(octets)));
        if (watch.is_alive()) await_octets();
    });
}

void Stream::pause_reading() {
    wants_octets_ = false;
    if (!has_ended_) readiness_.await(Readiness::Kind::error);
}

void Stream::resume_reading() {
    wants_octets_ = true;
    await_octets();
}

void Stream::await_octets() {
    if (may_read()) readiness_.await(Readiness::Kind::read);
}

void Stream::send_copy(std::string_view first, std::string_view second) {
    if (wire_.tape().size(Lane::direct) < kDirectLaneBytesMax) {
        send(wire_.tape().write(first, second, Lane::direct));
        return;
    }
    queue_.add_copy(first, wire_.tape());
    queue_.add_copy(second, wire_.tape());
    flush_later();
}

void Stream::send_reference(base::SharedBytes octets) {
    queue_.add_reference(std::move(octets), wire_.tape());
    flush_later();
}

void Stream::send_reference(std::string_view octets) {
    queue_.add_reference(octets, wire_.tape());
    flush_later();
}

void Stream::tell_when_sent() {
    tells_when_sent_ = true;
    flush_later();
}

void Stream::drop_frames_not_begun(std::size_t (*whole_bytes)(std::string_view front)) {
    queue_.drop_frames_not_begun(whole_bytes);
}

void Stream::finish_sending() {
    if (readiness_.is_open()) ::shutdown(readiness_.fd(), SHUT_WR);
}

void Stream::reset_on_close() {
    const linger no_time{.l_onoff = 1, .l_linger = 0};
    if (readiness_.is_open())
        (void)::setsockopt(readiness_.fd(), SOL_SOCKET, SO_LINGER, &no_time, sizeof no_time);
}

Stream::Parts Stream::take_apart() {
    Parts parts{.socket = readiness_.release(),
                .seat = std::move(seat_),
                .unsent = queue_.take(wire_.tape())};
    has_ended_ = true;
    forget();
    return parts;
}

void Stream::on_ready(Readiness::Kind kind) {
    switch (kind) {
        case Readiness::Kind::read:
            if (may_read()) receive();
            return;
        case Readiness::Kind::write:
            flush_later();
            return;
        case Readiness::Kind::error:
            // Urgent data wakes us too. Then we do not wait again, or the peer could keep us awake.
            if (!readiness_.is_open() || !is_broken_for_the_kernel()) return;
            end(End::broken);
            return;
    }
}

bool Stream::is_broken_for_the_kernel() const {
    pollfd state{.fd = readiness_.fd(), .events = 0, .revents = 0};
    return ::poll(&state, 1, 0) > 0 && (state.revents & (POLLERR | POLLHUP)) != 0;
}

void Stream::receive() {
    const std::span<std::byte> buffer = wire_.receive_buffer();
    const ssize_t n = ::recv(readiness_.fd(), buffer.data(), buffer.size(), 0);
    if (n > 0) {
        const auto received = static_cast<std::size_t>(n);
        wire_.metrics().received_bytes.add(received);
        const Readiness::Watch alive = watch();
        events_->on_octets(buffer.first(received));
        if (alive.is_alive()) await_octets();
        return;
    }
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
        await_octets();
        return;
    }
    end(n == 0 ? End::finished : End::broken);
}

void Stream::on_turn_end() {
    if (!readiness_.is_open()) {
        queue_.clear();
        return;
    }
    if (readiness_.is_awaiting(Readiness::Kind::write)) {
        queue_.keep(wire_.tape());
        weigh_queue();
        return;
    }
    const SendQueue::Flush flushed = queue_.flush(readiness_.fd(), wire_.tape());
    wire_.metrics().sent_bytes.add(flushed.bytes);
    wire_.metrics().sends.add(flushed.calls);
    if (flushed.sent == SendQueue::Sent::broken) {
        end(End::broken);
        return;
    }
    if (flushed.sent == SendQueue::Sent::some) readiness_.await(Readiness::Kind::write);
    const Readiness::Watch alive = watch();
    if (flushed.sent == SendQueue::Sent::all && std::exchange(tells_when_sent_, false))
        events_->on_sent();
    if (alive.is_alive()) weigh_queue();
}

void Stream::weigh_queue() {
    const std::size_t unsent = queue_.unsent_bytes();
    const bool is_heavy = unsent > unsent_bytes_max_ / 2;
    if (is_heavy && !is_held_back_) {
        is_held_back_ = true;
        wire_.metrics().reading_paused.add();
    } else if (!is_heavy && is_held_back_) {
        is_held_back_ = false;
        await_octets();
    }
    if (unsent > unsent_bytes_max_) events_->on_overflow();
}

void Stream::end(End how) {
    has_ended_ = true;
    if (how == End::broken) {
        readiness_.close();
        queue_.clear();
    }
    events_->on_end(how);
}

}  // namespace net::tcp
