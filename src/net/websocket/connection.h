/// websocket::Connection: RFC 6455 on one accepted connection, server side.
///
/// Thread:     loop.
/// Owns:       the socket from the 101 on.
/// Invariant:  frames leave whole and in the order they were given; one write per turn.
/// Elsewhere:  octets to messages is message_reader.h; shared frames stand on net::Tape.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "net/tape.h"
#include "net/websocket/close.h"

namespace net {
class Wire;
}

namespace net::websocket {

enum class MessageKind : std::uint8_t { text, binary };

struct ConnectionOptions {
    std::uint64_t message_bytes_max = 1'000'000;  ///< larger: close 1009, before allocating
    std::uint64_t send_queue_bytes_max =
        std::uint64_t{1024} * 1024;  ///< unsent by the end of a turn: close 1013
    enum class Compression : std::uint8_t { off, offered } compression = Compression::off;
};

class Connection {
public:
    /// Gets what arrives. Calls come from the loop, never from inside a send or close call.
    class Events {
    public:
        virtual ~Events() = default;
        /// `payload` is good during the call only.
        virtual void on_message(MessageKind kind, std::string_view payload) = 0;
        /// The last call: the peer closed, broke a rule, was too slow or vanished. The Connection may be
        /// destroyed inside it.
        virtual void on_closed(CloseCode code) = 0;
    };

    virtual ~Connection() = default;

    /// Must be called in the turn the connection was accepted in; what arrives waits for it.
    virtual void start(Events& events) = 0;

    /// Sends finished frames that stand on this loop's tape. (Not for connections that agreed on compression:
    /// see is_compressed(); those take the payload.)
    virtual void send_frame(Slice frame) = 0;

    /// Encodes one message for this peer alone.
    virtual void send(MessageKind kind, std::string_view payload) = 0;

    [[nodiscard]] virtual bool is_compressed() const = 0;

    /// False while octets of an earlier turn are unsent: the moment to drop volatile messages.
    [[nodiscard]] virtual bool is_writable() const = 0;
    [[nodiscard]] virtual std::size_t queued_bytes() const = 0;

    /// Sends what is queued, then a close frame, then waits shortly for the peer's. Events end with
    /// on_closed unless the Connection is destroyed first.
    virtual void close(CloseCode code, std::string_view reason) = 0;
};

}  // namespace net::websocket
