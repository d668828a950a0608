/// TestPeer: the other end of a connection, in the same thread as the loop it talks to.
///
/// Every wait runs the loop by hand until what is waited for is there; a guard of real time turns a test that
/// would hang into one that fails.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "loop/event_loop.h"
#include "net/tcp/descriptor.h"

namespace support {

/// Runs turns until `is_there()`; a test failure after 20 s.
template <typename Predicate>
void run_until(loop::EventLoop& loop, Predicate is_there) {
    // allow(wall_clock): a guard against hanging, not a time that is tested
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!is_there()) {
        if (!loop.run_ready()) std::this_thread::yield();
        // allow(wall_clock): the guard
        if (std::chrono::steady_clock::now() > end) {
            ADD_FAILURE() << "waited in vain";
            return;
        }
    }
}

class TestPeer {
public:
    TestPeer(loop::EventLoop& loop, net::tcp::Descriptor socket)
        : loop_(loop), socket_(std::move(socket)) {}

    /// Connects to 127.0.0.1. `receive_buffer_bytes` makes a reader that holds little.
    TestPeer(loop::EventLoop& loop, std::uint16_t port, int receive_buffer_bytes = 0)
        : loop_(loop), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        if (receive_buffer_bytes != 0)
            ::setsockopt(fd(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                         sizeof receive_buffer_bytes);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(fd(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            ADD_FAILURE() << "connect: " << errno;
        ::fcntl(fd(), F_SETFL, O_NONBLOCK);
    }

    [[nodiscard]] int fd() const { return socket_.get(); }

    void send(std::string_view octets) {
        run_until(loop_, [&] {
            const ssize_t n = ::send(fd(), octets.data(), octets.size(), MSG_NOSIGNAL);
            if (n > 0) octets.remove_prefix(static_cast<std::size_t>(n));
            return octets.empty() || (n < 0 && errno != EAGAIN);
        });
    }

    /// What the kernel takes now, without running the loop. Returns how much that was.
    std::size_t send_some(std::string_view octets) {
        const ssize_t n = ::send(fd(), octets.data(), octets.size(), MSG_NOSIGNAL);
        return n > 0 ? static_cast<std::size_t>(n) : 0;
    }

    /// Takes what is there now, without running the loop.
    void receive() {
        std::array<char, 65536> buffer{};
        while (!is_at_end_) {
            const ssize_t n = ::recv(fd(), buffer.data(), buffer.size(), 0);
            if (n > 0) {
                received_.append(buffer.data(), static_cast<std::size_t>(n));
                continue;
            }
            if (n < 0 && errno == EAGAIN) return;
            is_at_end_ = true;
            was_reset_ = n < 0;
        }
    }

    /// Everything received so far ends with `text`.
    const std::string& receive_until(std::string_view text) {
        run_until(loop_, [&] {
            receive();
            return received_.find(text) != std::string::npos || is_at_end_;
        });
        EXPECT_NE(received_.find(text), std::string::npos) << received_.substr(0, 2000);
        return received_;
    }

    const std::string& receive_bytes(std::size_t bytes) {
        run_until(loop_, [&] {
            receive();
            return received_.size() >= bytes || is_at_end_;
        });
        return received_;
    }

    /// All up to the server's end.
    const std::string& receive_all() {
        run_until(loop_, [&] {
            receive();
            return is_at_end_;
        });
        return received_;
    }

    /// Runs turns until nothing is ready any more; then nothing more was received.
    void run_idle() {
        for (int quiet = 0; quiet < 50;)
            quiet = loop_.run_ready() ? 0 : quiet + 1;
        receive();
    }

    void finish_sending() { ::shutdown(fd(), SHUT_WR); }
    void close() { socket_.close(); }
    void reset() {
        const linger no_time{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(fd(), SOL_SOCKET, SO_LINGER, &no_time, sizeof no_time);
        socket_.close();
    }

    [[nodiscard]] std::string& received() { return received_; }
    [[nodiscard]] bool is_at_end() const { return is_at_end_; }
    [[nodiscard]] bool was_reset() const { return was_reset_; }

private:
    loop::EventLoop& loop_;
    net::tcp::Descriptor socket_;
    std::string received_;
    bool is_at_end_ = false;
    bool was_reset_ = false;
};

}  // namespace support
