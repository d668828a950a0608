/// Swarm: many Socket.IO clients over WebSocket, on one thread and one epoll.
///
/// Thread:     any one.
/// Owns:       the connections, the epoll descriptor, one receive buffer.
/// Invariant:  what is sent during a turn leaves at its end, in one write per connection.
///
/// It is made to cost far less per delivery than the servers it measures: one read per connection and turn,
/// frame headers parsed in place, payloads handed on as views. It trusts its server's frames.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "load/dialect.h"
#include "load/latency.h"

namespace load {

/// The run cannot be what it claims: a server that refuses, hangs up or speaks something else.
class LoadError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class Stage : std::uint8_t { closed, connecting, upgrading, opening, joining, ready, closing };

struct Connection {
    int fd = -1;
    std::uint32_t index = 0;   ///< its place in the swarm, used again after it closed
    std::uint32_t person = 0;  ///< which client it is, never used again
    std::uint16_t port = 0;    ///< of its server
    Stage stage = Stage::closed;
    bool is_dirty = false;      ///< has something to send at the end of this turn
    std::uint32_t ack_ids = 0;  ///< the last one used
    std::string carry;          ///< the front of a frame whose rest has not come
    std::string out;            ///< frames not yet written
};

class Listener {
public:
    Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    virtual ~Listener() = default;

    /// packet  the one that ended the joining, just before on_ready()
    virtual void on_joined(Connection& /*connection*/, std::string_view /*packet*/) {}
    virtual void on_ready(Connection& /*connection*/) {}
    virtual void on_text(Connection& connection, std::string_view packet) = 0;
    virtual void on_closed(Connection& /*connection*/) {}
};

class Swarm {
public:
    struct Target {
        std::vector<std::uint16_t> ports;  ///< of the servers: connections take turns
        std::uint32_t sources = 1;         ///< how many addresses 127.0.0.x the clients come from
    };

    Swarm(Target target, const Dialect& dialect, Listener& listener);
    ~Swarm();
    Swarm(const Swarm&) = delete;
    Swarm& operator=(const Swarm&) = delete;

    /// Opens connections until `count` are ready, `at_once` at a time. Throws LoadError after `patience`.
    void open(std::uint32_t count, std::uint32_t at_once, SteadyClock::duration patience);

    /// Starts one connection; its listener hears when it is ready.
    void start();

    /// Says goodbye; on_closed follows when the server has closed its side.
    void close(Connection& connection);

    /// Queues one Engine.IO packet for the end of this turn.
    void send(Connection& connection, std::string_view packet);

    /// Waits at most `wait_ms` for something to happen and handles it. 0 does not wait.
    void turn(int wait_ms);

    /// Turns until `done()` or the deadline; says whether it was done.
    template <typename Done>
    bool turn_until(TimePoint deadline, Done done) {
        constexpr int kWaitMs = 10;
        while (!done()) {
            if (SteadyClock::now() >= deadline) {
                return false;
            }
            turn(kWaitMs);
        }
        return true;
    }

    Connection& at(std::size_t index) { return *connections_[index]; }
    [[nodiscard]] std::uint32_t size() const {
        return static_cast<std::uint32_t>(connections_.size());
    }
    [[nodiscard]] std::uint32_t ready() const { return ready_; }
    /// How many ready connections the server ended without being asked.
    [[nodiscard]] std::uint32_t hung_up() const { return hung_up_; }

private:
    void receive(Connection& connection, std::uint32_t events);
    std::size_t consume(Connection& connection, std::string_view bytes);
    void on_frame_text(Connection& connection, std::string_view packet);
    void request_upgrade(Connection& connection);
    void flush(Connection& connection);
    void mark(Connection& connection);
    void end(Connection& connection);
    std::uint32_t next_mask();

    Target target_;
    const Dialect& dialect_;
    Listener& listener_;
    int epoll_ = -1;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<std::uint32_t> free_;   ///< indexes of closed connections, to be used again
    std::vector<std::uint32_t> dirty_;  ///< to be flushed at the end of this turn
    std::vector<char> buffer_;
    std::uint32_t people_ = 0;  ///< started so far
    std::uint32_t ready_ = 0;
    std::uint32_t hung_up_ = 0;
    std::uint32_t mask_ = 0x9E3779B9U;
};

}  // namespace load
