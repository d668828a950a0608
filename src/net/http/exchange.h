/// Exchange: one request's way to its answer, at once or much later (a held long poll).
///
/// Thread:     loop (the connection's). Move-only.
/// Owns:       the duty to answer: an Exchange destroyed unanswered answers 500.
/// Invariant:  answered at most once; the connection reads its next request only after that.
/// Elsewhere:  http/connection.h is the Answerer of the server; tests may bring their own.
#pragma once

#include <functional>
#include <memory>

#include "net/http/message.h"

namespace net {
class Wire;
}
namespace net::tcp {
class Seat;
}
namespace net::websocket {
class Connection;
struct ConnectionOptions;
}  // namespace net::websocket

namespace net::http {

class Answerer;
struct Detached;

class Exchange {
public:
    Exchange() = default;
    explicit Exchange(Answerer& answerer);
    Exchange(Exchange&& other) noexcept;
    Exchange& operator=(Exchange&& other) noexcept;
    ~Exchange();

    /// False when it was answered, and when the peer is gone.
    [[nodiscard]] explicit operator bool() const { return answerer_ != nullptr; }

    /// The peer is written to at the end of the turn. Harmless when the peer is gone.
    void respond(Response response);

    /// Calls `gone` (on the loop, once) if the peer's connection dies before the answer. A peer that has finished
    /// sending counts as gone then; without a `gone` it may still wait for its answer.
    void when_gone(std::move_only_function<void()> gone);

    /// Answers 101 and turns the connection into a WebSocket. The opening handshake is validated here: when it is
    /// not a good one, the right refusal (400, 426) was sent and nullptr is returned.
    /// The exchange is over either way.
    [[nodiscard]] std::unique_ptr<websocket::Connection> accept_websocket(
        const Request& request, const websocket::ConnectionOptions& options);

    /// Moves the peer's connection to another loop and goes on there: `then(request, exchange)` runs on `there`'s
    /// loop. This exchange is over. Dropped silently (connection closed) when that loop is gone.
    void move_to(Wire& there, Request request,
                 std::move_only_function<void(Request, Exchange)> then);

    /// Gives the peer's connection to whoever goes on with it without HTTP, and what the peer sent behind its request. This
    /// exchange is over.
    [[nodiscard]] Detached detach();

    /// A seat beside the connection's own, for a connection made because of this request. Not taken when the server has
    /// no room for more.
    [[nodiscard]] tcp::Seat try_take_seat() const;

    /// Of the loop the connection is on; of a default-made Exchange there is none (CHECK).
    [[nodiscard]] Wire& wire() const;

private:
    friend class Answerer;
    Answerer* take();

    Answerer* answerer_ = nullptr;
    Wire* wire_ = nullptr;
};

/// What stands behind an Exchange. Each call but when_gone(), try_take_seat() and wire() is the last of its exchange.
class Answerer {
public:
    Answerer(const Answerer&) = delete;
    Answerer& operator=(const Answerer&) = delete;
    virtual ~Answerer() { forget_exchange(); }

    virtual void respond(Response response) = 0;
    virtual void when_gone(std::move_only_function<void()> gone) = 0;
    [[nodiscard]] virtual std::unique_ptr<websocket::Connection> accept_websocket(
        const Request& request, const websocket::ConnectionOptions& options) = 0;
    virtual void move_to(Wire& there, Request request,
                         std::move_only_function<void(Request, Exchange)> then) = 0;
    [[nodiscard]] virtual Detached detach() = 0;
    [[nodiscard]] virtual tcp::Seat try_take_seat() = 0;
    [[nodiscard]] virtual Wire& wire() = 0;

protected:
    Answerer() = default;

    /// The peer is gone: the exchange becomes false.
    void forget_exchange();

private:
    friend class Exchange;
    Exchange* exchange_ = nullptr;  // wherever it was moved to
};

}  // namespace net::http
