/// StreamConnection: the websocket::Connection that stands on a tcp::Stream.
///
/// Thread:     loop.
/// Owns:       the stream, until the connection is closed.
/// Invariant:  on_closed() is the last event; nothing of the stream is left by then.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "loop/timer_wheel.h"
#include "net/metrics.h"
#include "net/tcp/stream.h"
#include "net/websocket/connection.h"
#include "net/websocket/frame.h"
#include "net/websocket/message_reader.h"

namespace net::websocket {

class StreamConnection final : public Connection, private tcp::Stream::Events {
public:
    /// How long we wait for the peer's close frame, and for the kernel to take ours.
    static constexpr std::chrono::seconds kCloseTimeout{2};

    /// Shorter messages are sent as they are, although compression was agreed.
    static constexpr std::size_t kCompressedBytesMin = 256;

    /// first       octets behind the opening handshake that were read already
    /// compressed  whether permessage-deflate was agreed
    StreamConnection(std::unique_ptr<tcp::Stream> stream, const ConnectionOptions& options,
                     Compressed compressed, std::string first);
    ~StreamConnection() override;

    void start(Connection::Events& events) override;
    void send_frame(Slice frame) override;
    void send(MessageKind kind, std::string_view payload) override;
    [[nodiscard]] bool is_compressed() const override { return compressed_ == Compressed::yes; }
    [[nodiscard]] bool is_writable() const override;
    [[nodiscard]] std::size_t queued_bytes() const override;
    void close(CloseCode code, std::string_view reason) override;

private:
    enum class State : std::uint8_t {
        open,
        closing,   ///< our close frame is queued; the peer's is waited for
        leaving,   ///< nothing more is waited for but the kernel to take our close frame
        draining,  ///< all is sent; what the peer still sends is thrown away until it ends
        closed,
    };

    void on_octets(std::span<std::byte> octets) override;
    void on_end(tcp::Stream::End end) override;
    void on_sent() override;
    void on_overflow() override;
    void on_close_timeout();

    void handle(const Event& event);
    void answer_close(CloseCode code);
    void fail(ProtocolError error);
    void send_close(CloseCode code, std::string_view reason);
    void leave();
    void finish(Ending ending);

    std::unique_ptr<tcp::Stream> stream_;
    Connection::Events* events_ = nullptr;
    Wire& wire_;
    MessageLimits limits_;
    MessageReader reader_;
    std::unique_ptr<std::string> first_;  // until start()
    loop::Timer close_timer_;
    CloseCode code_ = CloseCode::abnormal;  // what on_closed() will say
    State state_ = State::open;
    Ending ending_ = Ending::lost;
    Compressed compressed_;
    bool peer_may_send_ = true;  // it has not said goodbye
};

}  // namespace net::websocket
