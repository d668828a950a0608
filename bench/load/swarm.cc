#include "load/swarm.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "load/dialect.h"
#include "load/frame.h"
#include "load/latency.h"

namespace load {
namespace {

constexpr std::size_t kBufferBytes = 256UZ * 1024;
constexpr std::size_t kFrameBytesMax = 16UZ * 1024 * 1024;
constexpr int kEventsPerTurn = 128;
constexpr std::uint32_t kLoopback = 0x7F000001;

[[noreturn]] void throw_errno(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_in loopback(std::uint32_t host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(host);
    address.sin_port = htons(port);
    return address;
}

const sockaddr* generic(const sockaddr_in& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

Swarm::Swarm(Target target, const Dialect& dialect, Listener& listener)
    : target_(std::move(target)),
      dialect_(dialect),
      listener_(listener),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      buffer_(kBufferBytes) {
    if (epoll_ < 0) {
        throw_errno("epoll_create1");
    }
}

Swarm::~Swarm() {
    for (const auto& connection : connections_) {
        if (connection->fd >= 0) {
            ::close(connection->fd);
        }
    }
    ::close(epoll_);
}

void Swarm::open(std::uint32_t count, std::uint32_t at_once, SteadyClock::duration patience) {
    const auto deadline = SteadyClock::now() + patience;
    const auto first = people_;
    const auto goal = ready_ + count;
    while (ready_ < goal) {
        while (people_ - first < count && people_ - first - (ready_ + count - goal) < at_once) {
            start();
        }
        turn(10);
        if (SteadyClock::now() >= deadline) {
            throw LoadError(fmt::format("only {} of {} connections became ready", ready_, goal));
        }
    }
}

void Swarm::start() {
    std::uint32_t index = size();
    if (free_.empty()) {
        connections_.push_back(std::make_unique<Connection>());
    } else {
        index = free_.back();
        free_.pop_back();
    }
    Connection& connection = *connections_[index];
    connection = Connection{};
    connection.index = index;
    connection.person = people_;
    connection.port = target_.ports[people_ % target_.ports.size()];
    connection.stage = Stage::connecting;
    connection.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (connection.fd < 0) {
        throw_errno("socket");
    }
    const int on = 1;
    setsockopt(connection.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (target_.sources > 1) {
        // Without this option the port is taken at bind(), and one address has ports for one peer only.
        setsockopt(connection.fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
        const auto source = loopback(kLoopback + 1 + (people_ % target_.sources), 0);
        if (::bind(connection.fd, generic(source), sizeof source) != 0) {
            throw_errno("bind");
        }
    }
    ++people_;
    const auto server = loopback(kLoopback, connection.port);
    if (::connect(connection.fd, generic(server), sizeof server) != 0 && errno != EINPROGRESS) {
        throw_errno("connect");
    }
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u32 = index;
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.fd, &event) != 0) {
        throw_errno("epoll_ctl");
    }
}

void Swarm::close(Connection& connection) {
    constexpr std::string_view kNormalClosure("\x03\xE8", 2);
    append_frame(connection.out, Opcode::close, kNormalClosure, next_mask());
    if (connection.stage == Stage::ready) {
        --ready_;
    }
    connection.stage = Stage::closing;
    mark(connection);
}

void Swarm::send(Connection& connection, std::string_view packet) {
    append_frame(connection.out, Opcode::text, packet, next_mask());
    mark(connection);
}

void Swarm::turn(int wait_ms) {
    std::array<epoll_event, kEventsPerTurn> events{};
    const int count = epoll_wait(epoll_, events.data(), kEventsPerTurn, wait_ms);
    if (count < 0 && errno != EINTR) {
        throw_errno("epoll_wait");
    }
    for (int at = 0; at < count; ++at) {
        const auto& event = events[static_cast<std::size_t>(at)];
        Connection& connection = *connections_[event.data.u32];
        if (connection.stage == Stage::connecting && (event.events & EPOLLOUT) != 0) {
            request_upgrade(connection);
        }
        if ((event.events & EPOLLOUT) != 0 && !connection.out.empty()) {
            mark(connection);
        }
        if ((event.events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) {
            receive(connection, event.events);
        }
    }
    // A flush that finds the connection gone may start another, which may have something to send at once.
    while (!dirty_.empty()) {
        std::vector<std::uint32_t> now;
        now.swap(dirty_);
        for (const std::uint32_t index : now) {
            flush(*connections_[index]);
        }
    }
}

void Swarm::receive(Connection& connection, std::uint32_t events) {
    const bool is_last = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
    while (connection.fd >= 0) {
        const std::size_t held = connection.carry.size();
        if (held * 2 > buffer_.size()) {
            if (held > kFrameBytesMax) {
                throw LoadError("a frame without end");
            }
            buffer_.resize(buffer_.size() * 2);
        }
        std::memcpy(buffer_.data(), connection.carry.data(), held);
        const std::size_t room = buffer_.size() - held;
        const ssize_t got = ::recv(connection.fd, buffer_.data() + held, room, 0);
        if (got <= 0) {
            if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
                end(connection);
            }
            return;
        }
        const std::string_view bytes(buffer_.data(), held + static_cast<std::size_t>(got));
        const std::size_t used = consume(connection, bytes);
        if (connection.fd < 0) {
            return;
        }
        connection.carry.assign(bytes.substr(used));
        // Edge-triggered: a short read means empty, unless the end of the stream was announced as well.
        if (static_cast<std::size_t>(got) < room && !is_last) {
            return;
        }
    }
}

std::size_t Swarm::consume(Connection& connection, std::string_view bytes) {
    std::size_t used = 0;
    if (connection.stage == Stage::upgrading) {
        const auto head = bytes.find("\r\n\r\n");
        if (head == std::string_view::npos) {
            return 0;
        }
        if (!bytes.starts_with("HTTP/1.1 101 ")) {
            throw LoadError(fmt::format("upgrade refused: {}", bytes.substr(0, bytes.find('\r'))));
        }
        used = head + 4;
        connection.stage = Stage::opening;
    }
    while (const auto frame = read_frame(bytes.substr(used))) {
        used += frame->size;
        switch (frame->opcode) {
            case Opcode::text:
                on_frame_text(connection, frame->payload);
                break;
            case Opcode::ping:
                append_frame(connection.out, Opcode::pong, frame->payload, next_mask());
                mark(connection);
                break;
            case Opcode::close:
                if (connection.stage != Stage::closing) {
                    end(connection);
                    return used;
                }
                break;
            case Opcode::pong:
            case Opcode::binary:
                break;
            default:
                throw LoadError("a frame that no server of ours sends");
        }
    }
    return used;
}

void Swarm::on_frame_text(Connection& connection, std::string_view packet) {
    if (connection.stage == Stage::ready) [[likely]] {
        if (packet == "2") {
            send(connection, "3");
            return;
        }
        listener_.on_text(connection, packet);
        return;
    }
    if (connection.stage == Stage::opening && packet.starts_with('0')) {
        connection.stage = Stage::joining;
        send(connection, dialect_.connect(connection.person));
        return;
    }
    if (connection.stage == Stage::joining) {
        if (packet.starts_with("44")) {
            throw LoadError(fmt::format("connection refused: {}", packet));
        }
        if (dialect_.is_joined(packet)) {
            connection.stage = Stage::ready;
            ++ready_;
            listener_.on_joined(connection, packet);
            listener_.on_ready(connection);
        }
    }
}

void Swarm::request_upgrade(Connection& connection) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(connection.fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
        throw std::system_error(error, std::generic_category(), "connect");
    }
    connection.stage = Stage::upgrading;
    connection.out = fmt::format(
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n",
        connection.port);
    mark(connection);
}

void Swarm::flush(Connection& connection) {
    connection.is_dirty = false;
    if (connection.fd < 0 || connection.out.empty()) {
        return;
    }
    const ssize_t sent =
        ::send(connection.fd, connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
        connection.out.erase(0, static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
        end(connection);
    }
}

void Swarm::mark(Connection& connection) {
    if (!connection.is_dirty) {
        connection.is_dirty = true;
        dirty_.push_back(connection.index);
    }
}

void Swarm::end(Connection& connection) {
    ::close(connection.fd);
    connection.fd = -1;
    const Stage last = connection.stage;
    connection.stage = Stage::closed;
    if (last == Stage::ready) {
        --ready_;
        ++hung_up_;
    } else if (last != Stage::closing) {
        throw LoadError(fmt::format("the server hung up on connection {} while it was joining",
                                    connection.index));
    }
    listener_.on_closed(connection);
    free_.push_back(connection.index);
}

std::uint32_t Swarm::next_mask() {
    // xorshift32: the key only has to differ from frame to frame.
    mask_ ^= mask_ << 13U;
    mask_ ^= mask_ >> 17U;
    mask_ ^= mask_ << 5U;
    return mask_;
}

}  // namespace load
