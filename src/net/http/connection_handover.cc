// How an http::Connection gives its socket away: to a WebSocket, to the server's part on another loop, or to a relay.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "net/http/connection.h"
#include "net/http/detached.h"
#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/http/refusal.h"
#include "net/http/server_loop.h"
#include "net/tcp/seat.h"
#include "net/tcp/stream.h"
#include "net/websocket/connection.h"
#include "net/websocket/deflate_offer.h"
#include "net/websocket/handshake.h"
#include "net/websocket/stream_connection.h"
#include "net/wire.h"

namespace net::http {
namespace {

/// Values of all fields of that name, joined as RFC 9110 §5.3 allows.
std::string joined(const Request& request, std::string_view name) {
    std::string values;
    for (const Field& field : request.fields) {
        if (!equal_names(field.first, name)) continue;
        if (!values.empty()) values += ", ";
        values += field.second;
    }
    return values;
}

}  // namespace

std::unique_ptr<websocket::Connection> Connection::accept_websocket(
    const Request& request, const websocket::ConnectionOptions& options) {
    if (state_ != State::handling) return nullptr;
    const std::string upgrade = joined(request, "Upgrade");
    const std::string connection = joined(request, "Connection");
    const std::string version = joined(request, "Sec-WebSocket-Version");
    const std::string key = joined(request, "Sec-WebSocket-Key");
    const auto accepted = websocket::accept_handshake({
        .method = request.method == Method::get ? "GET" : "",
        .http_version = version_,
        .upgrade = upgrade,
        .connection = connection,
        .version = version,
        .key = key,
    });
    if (!accepted) {
        Response refusal = refusal_response(
            {.status = static_cast<std::uint16_t>(websocket::http_status(accepted.error())),
             .sentence = "This is not a WebSocket handshake (RFC 6455 §4.2.1)."});
        if (refusal.status == 426) {
            refusal.fields.emplace_back("Sec-WebSocket-Version", websocket::kSupportedVersion);
            refusal.fields.emplace_back("Upgrade", "websocket");
        }
        respond(std::move(refusal));
        return nullptr;
    }
    const auto extension =
        options.compression == websocket::ConnectionOptions::Compression::offered
            ? websocket::negotiate_deflate(joined(request, "Sec-WebSocket-Extensions"))
            : std::nullopt;

    std::string head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        *accepted + "\r\n";
    if (extension) head += "Sec-WebSocket-Extensions: " + *extension + "\r\n";
    stream_->send_copy(head, "\r\n");
    home_.wire().metrics().answered(101).add();

    gone_ = nullptr;
    state_ = State::over;
    timer_.cancel();
    auto upgraded = std::make_unique<websocket::StreamConnection>(
        std::move(stream_), options,
        extension ? websocket::Compressed::yes : websocket::Compressed::no,
        unread_.substr(consumed_));
    home_.bury(*this);
    return upgraded;
}

void Connection::move_to(Wire& there, Request request,
                         std::move_only_function<void(Request, Exchange)> then) {
    if (state_ != State::handling) return;
    gone_ = nullptr;
    state_ = State::over;
    timer_.cancel();
    tcp::Stream::Parts parts = stream_->take_apart();
    stream_.reset();
    Moved moved{.peer_address = peer_address_,
                .unread = unread_.substr(consumed_),
                .unsent = std::move(parts.unsent),
                .version = version_,
                .wants_keep_alive = wants_keep_alive_,
                .is_head = is_head_request_,
                .peer_finished = peer_finished_};
    home_.sibling(there).post([socket = std::move(parts.socket), seat = std::move(parts.seat),
                               moved = std::move(moved), request = std::move(request),
                               then = std::move(then)](ServerLoop& loop) mutable {
        loop.adopt(std::move(socket), std::move(seat), std::move(moved), std::move(request),
                   std::move(then));
    });
    home_.bury(*this);
}

Detached Connection::detach() {
    if (state_ != State::handling) return {};
    gone_ = nullptr;
    state_ = State::over;
    timer_.cancel();
    if (std::exchange(is_paused_, false)) stream_->resume_reading();
    Detached detached{.stream = std::move(stream_), .unread = unread_.substr(consumed_)};
    home_.bury(*this);
    return detached;
}

tcp::Seat Connection::try_take_seat() {
    return home_.try_take_seat();
}

void Connection::go_on(Moved moved, Request request,
                       std::move_only_function<void(Request, Exchange)> then) {
    unread_ = std::move(moved.unread);
    version_ = moved.version;
    wants_keep_alive_ = moved.wants_keep_alive;
    is_head_request_ = moved.is_head;
    peer_finished_ = moved.peer_finished;
    if (!moved.unsent.empty()) stream_->send_copy(moved.unsent);
    state_ = State::handling;
    is_processing_ = true;  // an answer at once leaves the pipelined rest to process() below
    then(std::move(request), Exchange(static_cast<Answerer&>(*this)));
    is_processing_ = false;
    if (state_ == State::over) return;
    stream_->start_reading();
    process();
}

}  // namespace net::http
