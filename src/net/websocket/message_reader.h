/// MessageReader: the bytes of a connection, cut anywhere, to whole messages and control frames.
///
/// Thread:     any one at a time; in the server its connection's loop. No I/O, no clock.
/// Owns:       what an unfinished frame or message has brought so far. Between messages that is
///             nothing: an idle reader is kIdleBytesMax long and has nothing on the heap.
/// Invariant:  memory grows with the octets received (at most to their double), never with a length
///             announced, and they never exceed MessageLimits. The same stream gives the same events however it is cut.
/// Elsewhere:  answering pings and closes, and how fast they may come, is the connection's.
///
///     std::span<std::byte> in = received;
///     for (;;) {
///         auto event = reader.next(in);
///         if (!event) return close_with(close_code(event.error()));
///         if (!*event) break;  // `in` is used up
///         handle(**event);     // payload is valid until the next call
///     }
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "net/websocket/close.h"
#include "net/websocket/frame.h"
#include "net/websocket/protocol_error.h"

namespace net::websocket {

class Inflater;

struct MessageLimits {
    std::uint64_t message_bytes_max = 1'000'000;  ///< joined and inflated; larger: close 1009
    std::uint32_t fragments_max = 1024;  ///< of one message, empty ones too; more: close 1008
};

struct Event {
    enum class Kind : std::uint8_t { text, binary, ping, pong, close };

    Kind kind = Kind::text;
    CloseCode close_code = CloseCode::no_status;  ///< only of a close
    std::string_view payload;                     ///< plain; of a close the reason

    friend bool operator==(const Event&, const Event&) = default;
};

class MessageReader {
public:
    static constexpr std::size_t kIdleBytesMax = 64;

    /// limits    outlives the reader; shared by all connections
    /// inflater  outlives the reader; shared by the connections of one loop. Present only when
    ///           permessage-deflate was agreed with this peer; absent, RSV1 is refused
    /// sender    client for a server's reader (masked frames), server for a client's
    explicit MessageReader(const MessageLimits& limits, Inflater* inflater = nullptr,
                           Sender sender = Sender::client);
    ~MessageReader();
    MessageReader(MessageReader&&) noexcept;
    MessageReader& operator=(MessageReader&&) noexcept;
    MessageReader(const MessageReader&) = delete;
    MessageReader& operator=(const MessageReader&) = delete;

    /// Takes octets from the front of `in` (unmasking them where they lie) up to the next event.
    ///
    /// returns  the event, its payload valid until the next call (of any reader, when they share an
    ///          Inflater) and as long as `in`'s memory is: a message that lies whole in `in` is not
    ///          copied. nullopt: `in` is used up and empty now
    /// errors   the rule the peer broke, as soon as it is certain; told once
    ///
    /// After a close event or an error the reader is finished: it drops what it gets, nullopt.
    [[nodiscard]] base::Result<std::optional<Event>, ProtocolError> next(std::span<std::byte>& in);

    [[nodiscard]] bool is_finished() const { return is_finished_; }

    /// Octets on the heap now, for the connection's accounting; 0 when idle.
    [[nodiscard]] std::size_t buffered_bytes() const;

private:
    struct Unfinished;
    using Step = base::Result<std::optional<Event>, ProtocolError>;

    Step read(std::span<std::byte>& in);
    base::Result<std::optional<FrameHeader>, ProtocolError> take_header(std::span<std::byte>& in);
    [[nodiscard]] base::Result<void, ProtocolError> check_place(const FrameHeader& frame) const;
    static bool is_whole_message(const FrameHeader& frame);
    Step take_whole(const FrameHeader& frame, std::span<std::byte>& in);
    void begin_frame(const FrameHeader& frame);
    base::Result<void, ProtocolError> take_piece(std::span<std::byte>& in);
    Step finish_control();
    Step finish_message();
    static Step control_event(OpCode opcode, std::string_view payload);
    Step inflated_event(OpCode opcode, std::string_view compressed);
    Unfinished& begin_unfinished();

    const MessageLimits* limits_;
    Inflater* inflater_;
    std::unique_ptr<Unfinished> unfinished_;
    Sender sender_;
    bool is_finished_ = false;
};

static_assert(sizeof(MessageReader) <= MessageReader::kIdleBytesMax);

}  // namespace net::websocket
