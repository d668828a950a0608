/// http::Connection: HTTP/1.1 on one accepted connection: a request, its answer, the next request.
///
/// Thread:     loop.
/// Owns:       the stream, until it becomes a WebSocket, moves to another loop or ends. Parser and read octets are kept
///             while a request is under way only.
/// Invariant:  answers leave in the order of the requests; a request is handled when the one before it was answered.
/// Elsewhere:  one request's octets are request_reader.h; who is told about it is server_loop.h.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "loop/timer_wheel.h"
#include "loop/turn_hook.h"
#include "net/http/body_pieces.h"
#include "net/http/detached.h"
#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/http/request_reader.h"
#include "net/http/response_head.h"
#include "net/metrics.h"
#include "net/tcp/seat.h"
#include "net/tcp/stream.h"

namespace net::http {

class ServerLoop;

class Connection final : private tcp::Stream::Events, private Answerer, private loop::TurnHook {
public:
    /// Pipelined requests wait while so many octets of answers are unsent.
    static constexpr std::size_t kAnswersQueuedMax = std::size_t{256} * 1024;

    /// How long, and for how many octets, we listen to a peer that got its last answer: a reset because of octets
    /// nobody read would lose it.
    static constexpr std::chrono::seconds kLingerTimeout{2};
    static constexpr std::size_t kLingerBytesMax = std::size_t{16} * 1024 * 1024;

    Connection(ServerLoop& home, tcp::Descriptor socket, tcp::Seat seat, std::string peer_address);
    ~Connection() override;

    /// Begins to read.
    void start();

    /// Answers before any request, and ends.
    void refuse(const Refusal& refusal, Ending ending);

    /// A request that began on another loop and is to be answered here.
    struct Moved {
        std::string peer_address;
        std::string unread;
        std::string unsent;
        unsigned version = 11;
        bool wants_keep_alive = true;
        bool is_head = false;
        bool peer_finished = false;
    };
    void go_on(Moved moved, Request request, std::move_only_function<void(Request, Exchange)> then);

    /// Ends at once when idle, after the answer otherwise.
    void drain();

    /// Ends at once.
    void abandon();

    [[nodiscard]] bool is_refused() const { return ending_ == Ending::refused; }

    /// Its place in the ServerLoop's list.
    std::list<std::unique_ptr<Connection>>::iterator place;

private:
    enum class State : std::uint8_t {
        reading,    ///< a request, or idle
        handling,   ///< a request waits for its answer
        telling,    ///< the answer's body is sent piece by piece
        finishing,  ///< the last answer is being sent
        lingering,  ///< all is sent; what the peer still sends is thrown away until it ends
        over,
    };
    enum class Waiting : std::uint8_t { request, head, body, close };

    void on_octets(std::span<std::byte> octets) override;
    void on_end(tcp::Stream::End end) override;
    void on_sent() override;
    void on_overflow() override;
    void on_turn_end() override;
    void on_timeout();

    void respond(Response response) override;
    void when_gone(std::move_only_function<void()> gone) override;
    std::unique_ptr<websocket::Connection> accept_websocket(
        const Request& request, const websocket::ConnectionOptions& options) override;
    void move_to(Wire& there, Request request,
                 std::move_only_function<void(Request, Exchange)> then) override;
    Detached detach() override;
    tcp::Seat try_take_seat() override;
    Wire& wire() override;

    void process();
    [[nodiscard]] bool process_step();
    void on_head();
    void on_request();
    void settle();
    void wait_for(Waiting what, std::chrono::milliseconds timeout);
    void write_head(const Response& response, std::uint64_t body_bytes, KeepAlive keep_alive);
    void begin_pieces(Response response, KeepAlive keep_alive);
    void ask_for_piece();
    void on_piece(std::optional<BodyPiece> piece);
    /// The answer is whole.
    void end_answer();
    void finish(Ending ending);
    void over(Ending ending);
    void leave();

    ServerLoop& home_;
    std::unique_ptr<tcp::Stream> stream_;
    std::unique_ptr<RequestReader> reader_;  // while a request is being read
    std::string unread_;                     // received; the first consumed_ octets are done with
    std::size_t consumed_ = 0;
    std::string peer_address_;
    std::move_only_function<void()> gone_;
    std::unique_ptr<BodyPieces> pieces_;
    loop::Timer timer_;
    std::uint32_t lingered_bytes_ = 0;
    State state_ = State::reading;
    Waiting waiting_ = Waiting::request;
    Ending ending_ = Ending::ours;
    unsigned version_ = 11;
    bool is_head_request_ = false;
    bool is_chunked_ = false;          // the pieces are
    bool keeps_after_answer_ = false;  // the connection, after the pieces
    bool wants_keep_alive_ = true;
    bool peer_finished_ = false;
    bool is_processing_ = false;
    bool is_first_request_ = true;
    bool is_paused_ = false;
};

}  // namespace net::http
