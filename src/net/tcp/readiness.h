/// Readiness: one descriptor on a loop; tells its owner when the kernel is ready for it. No octet passes here.
///
/// Thread:     loop.
/// Owns:       the descriptor until release(); destroyed, it is closed.
/// Invariant:  the owner is never called after the Readiness was destroyed, whatever was on its way.
#pragma once

#include <cstdint>

#include "loop/event_loop.h"
#include "net/tcp/descriptor.h"

namespace net::tcp {

class Readiness {
public:
    enum class Kind : std::uint8_t {
        read,   ///< octets, a connection to accept, or the end
        write,  ///< room for octets, or the end
        error,  ///< the connection broke; may be told without reason
    };

    class Owner {
    public:
        virtual void on_ready(Kind kind) = 0;

    protected:
        ~Owner() = default;
    };

    /// The system may refuse to watch the descriptor (no memory): is_open() is false then.
    Readiness(loop::EventLoop& loop, Descriptor descriptor, Owner& owner);
    ~Readiness();
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;

    /// Tells the owner once, in a later turn or handler. Harmless while it already waits for `kind`.
    void await(Kind kind);

    [[nodiscard]] bool is_awaiting(Kind kind) const;
    [[nodiscard]] bool is_open() const;
    [[nodiscard]] int fd() const;

    /// Stops watching and gives the descriptor away.
    [[nodiscard]] Descriptor release();
    void close();

private:
    struct State;
    struct Handler;

public:
    /// Knows whether the Readiness (and so its owner) is still there after a call out of it.
    class Watch {
    public:
        explicit Watch(const Readiness& readiness);
        Watch(const Watch&);
        Watch(Watch&& other) noexcept : state_(other.state_) { other.state_ = nullptr; }
        Watch& operator=(const Watch&) = delete;
        ~Watch();

        [[nodiscard]] bool is_alive() const;

    private:
        friend struct Handler;
        State* state_;
    };

private:
    State* state_;  // shared with the handlers on their way; counted
};

}  // namespace net::tcp
