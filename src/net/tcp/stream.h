/// Stream: one TCP connection: octets in as they come, octets out once per turn.
///
/// Thread:     loop. It may be destroyed at any time, inside its own events too; then the socket is closed.
/// Owns:       the socket, the seat it takes, and what is unsent.
/// Invariant:  nothing is sent before the end of the turn it was queued in, and then with one call for all of it.
///             Events never come from inside a call to the stream.
/// Elsewhere:  what the octets mean is http/connection.h and websocket/stream_connection.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "base/shared_bytes.h"
#include "loop/turn_hook.h"
#include "net/tape.h"
#include "net/tcp/descriptor.h"
#include "net/tcp/readiness.h"
#include "net/tcp/seat.h"
#include "net/tcp/send_queue.h"
#include "net/wire.h"

namespace net::tcp {

class Stream final : private loop::TurnHook, private Readiness::Owner {
public:
    enum class End : std::uint8_t {
        finished,  ///< the peer will send no more; it may still read
        broken,    ///< reset, or unreachable for too long: nothing goes either way; the last event
    };

    class Events {
    public:
        /// `octets` are the caller's to change, and good during the call only.
        virtual void on_octets(std::span<std::byte> octets) = 0;
        virtual void on_end(End end) = 0;
        /// After tell_when_sent(): the kernel has taken everything.
        virtual void on_sent() = 0;
        /// More than the bound stays unsent at the end of a turn. Told in each such turn.
        virtual void on_overflow() = 0;

    protected:
        ~Events() = default;
    };

    /// A peer that takes nothing of what was sent for so long is lost (TCP_USER_TIMEOUT).
    static constexpr unsigned kUnansweredMillisecondsMax = 30'000;

    /// A direct lane of the tape beyond this is bypassed: the octets are copied to the connection at once.
    static constexpr std::size_t kDirectLaneBytesMax = std::size_t{16} * 1024 * 1024;

    Stream(Wire& wire, Descriptor socket, Seat seat, Events& events);
    ~Stream() override;

    /// Another owner goes on, with what the stream has queued.
    void set_events(Events& events) { events_ = &events; }

    /// Unsent octets over this are an overflow; over half of it, reading stops until they are fewer.
    void set_unsent_bytes_max(std::uint64_t bytes) { unsent_bytes_max_ = bytes; }

    /// Begins to read. `first`: octets that came earlier, given to the events before any other.
    void start_reading(std::string first = {});
    /// While paused, only a broken connection is noticed.
    void pause_reading();
    /// While held, not even that is: what the peer said before its end is still to be read.
    void hold_reading() { wants_octets_ = false; }
    void resume_reading();

    /// Queues what stands on this loop's tape.
    void send(Slice slice) {
        queue_.add(slice);
        if (!is_waiting()) flush_later();
    }
    /// Queues a copy.
    void send_copy(std::string_view octets) { send_copy(octets, {}); }
    void send_copy(std::string_view first, std::string_view second);
    /// Queues without copying: kept alive by `octets`, or living for ever.
    void send_reference(base::SharedBytes octets);
    void send_reference(std::string_view octets);

    /// Asks for on_sent(), once.
    void tell_when_sent();

    /// Octets queued in this turn and before; and those of earlier turns that the kernel did not take yet.
    [[nodiscard]] std::size_t queued_bytes() const { return queue_.queued_bytes(); }
    [[nodiscard]] std::size_t unsent_bytes() const { return queue_.unsent_bytes(); }

    /// See SendQueue.
    void drop_frames_not_begun(std::size_t (*whole_bytes)(std::string_view front));

    /// After on_sent(): tells the peer that nothing more comes.
    void finish_sending();

    /// Makes the destructor reset the connection, so that the kernel forgets what is unsent.
    void reset_on_close();

    /// What remains of a stream that moves to another loop.
    struct Parts {
        Descriptor socket;
        Seat seat;
        std::string unsent;
    };
    [[nodiscard]] Parts take_apart();

    [[nodiscard]] Wire& wire() { return wire_; }
    [[nodiscard]] Readiness::Watch watch() const { return Readiness::Watch(readiness_); }

private:
    void on_ready(Readiness::Kind kind) override;
    void on_turn_end() override;
    void flush_later() { wire_.flush_later(*this); }
    void weigh_queue();
    void end(End how);
    void receive();
    void await_octets();
    [[nodiscard]] bool is_broken_for_the_kernel() const;
    [[nodiscard]] bool may_read() const { return wants_octets_ && !is_held_back_ && !has_ended_; }

    Wire& wire_;
    Events* events_;
    Readiness readiness_;
    Seat seat_;
    SendQueue queue_;
    std::uint64_t unsent_bytes_max_ = std::numeric_limits<std::uint64_t>::max();
    bool wants_octets_ = false;
    bool is_held_back_ = false;  // until the peer takes its answers
    bool has_ended_ = false;
    bool tells_when_sent_ = false;
};

}  // namespace net::tcp
