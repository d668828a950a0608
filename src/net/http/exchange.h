/// Exchange: one request's way to its answer, at once or much later (a held long poll).
///
/// Thread:     loop (the connection's). Move-only.
/// Owns:       the duty to answer: an Exchange destroyed unanswered answers 500.
/// Invariant:  answered at most once; the connection reads its next request only after that.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "net/http/message.h"

namespace net {
class Wire;
}
namespace net::websocket {
class Connection;
struct ConnectionOptions;
}  // namespace net::websocket

namespace net::http {

class Connection;

class Exchange {
public:
    Exchange() = default;
    Exchange(Exchange&&) noexcept;
    Exchange& operator=(Exchange&&) noexcept;
    ~Exchange();

    [[nodiscard]] explicit operator bool() const { return connection_ != nullptr; }

    /// The peer is written to at the end of the turn. Harmless when the peer is gone.
    void respond(Response response);

    /// Calls `gone` (on the loop, once) if the peer's connection dies before the answer.
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

    /// Of the loop the connection is on.
    [[nodiscard]] Wire& wire() const;

private:
    friend class Connection;
    explicit Exchange(Connection& connection);

    Connection* connection_ = nullptr;
};

}  // namespace net::http
