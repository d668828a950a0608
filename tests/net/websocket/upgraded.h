/// Upgraded: a server that makes each request a WebSocket, and its ends of them.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/served.h"
#include "net/websocket/close.h"
#include "net/websocket/connection.h"
#include "net/websocket/frame.h"

namespace support {

inline std::string server_frame(net::websocket::OpCode opcode, std::string_view payload) {
    std::string out;
    net::websocket::append_frame(out, opcode, payload);
    return out;
}

inline std::string close_payload(net::websocket::CloseCode code, std::string_view reason = {}) {
    return net::websocket::encode_close(code, reason);
}

/// One WebSocket of the server's.
struct Open final : net::websocket::Connection::Events {
    void on_message(net::websocket::MessageKind kind, std::string_view payload) override {
        messages.emplace_back(payload);
        if (on_each) on_each(kind, payload);
    }
    void on_closed(net::websocket::CloseCode code) override {
        closed = code;
        ++closed_calls;
        if (keep_closed) return;
        connection.reset();
    }

    std::unique_ptr<net::websocket::Connection> connection;
    std::vector<std::string> messages;
    std::function<void(net::websocket::MessageKind, std::string_view)> on_each;
    std::optional<net::websocket::CloseCode> closed;
    int closed_calls = 0;
    bool keep_closed = false;
};

/// A server that makes each request a WebSocket.
struct Upgraded : Served {
    explicit Upgraded(net::websocket::ConnectionOptions options = {}) {
        handler.answer = [this, options](const net::http::Request& request,
                                         net::http::Exchange exchange) {
            auto open = std::make_unique<Open>();
            open->connection = exchange.accept_websocket(request, options);
            if (open->connection == nullptr) return;
            open->connection->start(*open);
            all.push_back(std::move(open));
        };
    }

    /// Connects and reads the 101.
    std::unique_ptr<TestPeer> open(std::string_view extensions = {}, int receive_buffer_bytes = 0) {
        auto peer = std::make_unique<TestPeer>(loop, port, receive_buffer_bytes);
        std::string request =
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
        if (!extensions.empty())
            request += "Sec-WebSocket-Extensions: " + std::string(extensions) + "\r\n";
        peer->send(request + "\r\n");
        head = peer->receive_until("\r\n\r\n");
        EXPECT_TRUE(head.starts_with("HTTP/1.1 101 ")) << head;
        peer->received().clear();
        return peer;
    }

    Open& last() { return *all.back(); }

    std::vector<std::unique_ptr<Open>> all;
    std::string head;
};

}  // namespace support
